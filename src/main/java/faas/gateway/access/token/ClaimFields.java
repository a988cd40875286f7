package faas.gateway.access.token;

import com.nimbusds.jwt.JWTClaimsSet;
import faas.gateway.http1.FieldText;
import faas.gateway.http1.Fields;
import io.undertow.util.HttpString;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The claims of a token as fields of the request that the function gets. */
final class ClaimFields {
    private ClaimFields() {}

    /** Those of these claims that the token has: texts, numbers, truth values, and lists of them. */
    static Fields of(JWTClaimsSet claims, List<String> names) {
        Fields fields = new Fields();
        for (String name : names) {
            value(claims.getClaim(name)).ifPresent(value -> fields.add(field(name), value));
        }
        return fields;
    }

    /** Whether a claim has a value, or has it among others; the scopes of a token are a text (RFC 8693 §4.2). */
    static boolean has(JWTClaimsSet claims, String name, String value) {
        return switch (claims.getClaim(name)) {
            case List<?> list -> list.stream().anyMatch(one -> isValue(one, value));
            case String text
            when name.equals("scope") -> List.of(text.split(" ", -1)).contains(value);
            case null -> false;
            case Object other -> isValue(other, value);
        };
    }

    private static boolean isValue(@Nullable Object claim, String value) {
        return (claim instanceof String || claim instanceof Number || claim instanceof Boolean)
                && claim.toString().equals(value);
    }

    /** Such as {@code X-Caller-Given-Name} for {@code given_name}. */
    private static HttpString field(String claim) {
        StringBuilder name = new StringBuilder("X-Caller");
        for (String word : claim.split("_", -1)) {
            name.append('-')
                    .append(word.isEmpty() ? "" : word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1));
        }
        return new HttpString(name.toString());
    }

    private static Optional<String> value(@Nullable Object claim) {
        if (claim instanceof List<?> list) {
            List<String> values = new ArrayList<>();
            for (Object one : list) {
                scalar(one, ",").ifPresent(values::add);
            }
            return values.size() < list.size() ? Optional.empty() : Optional.of(String.join(",", values));
        }
        return scalar(claim, "");
    }

    private static Optional<String> scalar(@Nullable Object value, String special) {
        return switch (value) {
            case String text -> Optional.of(FieldText.encoded(text, special));
            case Number number -> Optional.of(number.toString());
            case Boolean truth -> Optional.of(truth.toString());
            case Date time -> Optional.of(Long.toString(time.toInstant().getEpochSecond()));
            case null, default -> Optional.empty();
        };
    }
}
