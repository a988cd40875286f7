package faas.gateway.discovery.eligibility;

import faas.gateway.function.Authentication;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The labels that say which tokens prove that a client may call a function. */
final class TokenLabels {
    static final String ISSUER = "faas.auth.issuer";
    static final String AUDIENCE = "faas.auth.audience";
    static final String CLAIMS = "faas.auth.claims";

    private static final Pattern ISSUER_NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,31}");
    private static final Pattern AUDIENCE_NAME = Pattern.compile("[!-~]{1,256}");

    /** It is also part of the name of a field. */
    private static final Pattern CLAIM = Pattern.compile("(?=.{1,40}$)[A-Za-z][A-Za-z0-9]*(?:_[A-Za-z0-9]+)*");

    private static final int MAX_CLAIMS = 20;

    private TokenLabels() {}

    static Authentication read(LabelReader labels) {
        String issuer = labels.text(ISSUER).orElse("");
        String audience = labels.text(AUDIENCE).orElse("");
        if (!ISSUER_NAME.matcher(issuer).matches()) {
            labels.close(ISSUER, issuer, "the name of an issuer of the gateway's setting FAAS_ISSUERS", "main");
        }
        if (!AUDIENCE_NAME.matcher(audience).matches()) {
            labels.close(
                    AUDIENCE, audience, "the audience that the claim aud of tokens for this function has", "orders");
        }
        List<String[]> claims = labels.text(CLAIMS).stream()
                .flatMap(text -> Stream.of(text.split(",", -1)))
                .map(part -> part.strip().split("=", 2))
                .toList();
        List<String> names = claims.stream().map(claim -> claim[0]).toList();
        Map<String, String> required = new HashMap<>();
        claims.stream().filter(claim -> claim.length == 2).forEach(claim -> required.put(claim[0], claim[1]));
        if (!areValid(names) || required.containsValue("")) {
            labels.close(
                    CLAIMS,
                    labels.text(CLAIMS).orElse(""),
                    "at most " + MAX_CLAIMS
                            + " names of claims with letters, digits and single underscores, perhaps with "
                            + "the value that they must have, such as email,groups=admin",
                    "email");
        }
        return new Authentication.Token(issuer, audience, names, required);
    }

    /** The names of fields are the same in upper and lower case. */
    private static boolean areValid(List<String> claims) {
        Set<String> seen = new HashSet<>();
        return claims.size() <= MAX_CLAIMS
                && claims.stream()
                        .allMatch(claim -> CLAIM.matcher(claim).matches() && seen.add(claim.toLowerCase(Locale.ROOT)));
    }
}
