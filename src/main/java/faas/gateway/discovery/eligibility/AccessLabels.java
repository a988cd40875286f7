package faas.gateway.discovery.eligibility;

import faas.gateway.function.AccessPolicy;
import faas.gateway.function.AddressBlock;
import faas.gateway.function.Authentication;
import faas.gateway.function.RateLimit;
import faas.gateway.function.Vocabulary;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The labels that say who may call a function. One that is invalid or misspelt closes the function. */
final class AccessLabels {
    private static final String ALLOW = "faas.allow";
    private static final String RATE = "faas.rate";
    private static final String CORS = "faas.cors";
    private static final String VISIBILITY = "faas.visibility";

    /** Those without which more clients may call. */
    private static final Vocabulary CLOSING = new Vocabulary(Set.of(
            AuthenticationLabels.AUTH,
            AuthenticationLabels.KEYS,
            AuthenticationLabels.HEADER,
            AuthenticationLabels.SECRET,
            AuthenticationLabels.USERS,
            TokenLabels.ISSUER,
            TokenLabels.AUDIENCE,
            TokenLabels.CLAIMS,
            CertificateLabels.SUBJECTS,
            ALLOW,
            VISIBILITY));

    /** Two letters that changed places count as two. */
    private static final int MISSPELT_LETTERS = 2;

    private static final String PUBLIC = "public";
    private static final String INTERNAL = "internal";

    private static final Pattern RATE_LIMIT =
            Pattern.compile("(\\d{1,7})/(s|m|h)(?: burst (\\d{1,7}))?(?: by (caller|address))?");

    /** As browsers write it: in lower case, and without the default port. */
    private static final Pattern ORIGIN = Pattern.compile("\\*|[a-z][a-z0-9+.-]*://[a-z0-9.-]+(?::\\d{1,5})?");

    /** Every call is compared with all of them. */
    private static final int MAX_LISTED = 100;

    private AccessLabels() {}

    /** Reads them; to be called after all other labels have been read, since it looks for misspelt ones. */
    static AccessPolicy read(LabelReader labels) {
        Optional<Authentication> authentication = AuthenticationLabels.read(labels);
        List<AddressBlock> allow = allow(labels);
        Optional<RateLimit> rate = rate(labels);
        List<String> origins = origins(labels);
        boolean internal = internal(labels);
        closeIfMisspelt(labels);
        return new AccessPolicy(labels.closesFunction(), authentication, allow, rate, origins, internal);
    }

    private static List<AddressBlock> allow(LabelReader labels) {
        Optional<String> text = labels.text(ALLOW);
        List<AddressBlock> blocks = new ArrayList<>();
        List<String> parts = text.map(AccessLabels::listed).orElse(List.of());
        parts.forEach(part -> AddressBlock.parse(part).ifPresent(blocks::add));
        if (blocks.size() < parts.size() || parts.size() > MAX_LISTED) {
            labels.close(
                    ALLOW,
                    text.orElse(""),
                    "at most " + MAX_LISTED + " addresses and blocks, such as 192.0.2.7,10.0.0.0/8,fd00::/8",
                    "10.0.0.0/8");
        }
        return blocks;
    }

    private static Optional<RateLimit> rate(LabelReader labels) {
        Optional<String> text = labels.text(RATE);
        Optional<RateLimit> limit = text.flatMap(AccessLabels::rateLimit);
        if (text.isPresent() && limit.isEmpty()) {
            labels.close(RATE, text.get(), "a limit such as 10/s, 100/m burst 20 or 1000/h by caller", "10/s");
        }
        return limit;
    }

    private static Optional<RateLimit> rateLimit(String text) {
        Matcher parts = RATE_LIMIT.matcher(text.strip());
        if (!parts.matches()) {
            return Optional.empty();
        }
        OptionalInt calls = LabelReader.wholeNumber(parts.group(1), 1, 1_000_000);
        OptionalInt burst = parts.group(3) == null ? calls : LabelReader.wholeNumber(parts.group(3), 1, 1_000_000);
        Duration period = switch (parts.group(2)) {
            case "s" -> Duration.ofSeconds(1);
            case "m" -> Duration.ofMinutes(1);
            default -> Duration.ofHours(1);
        };
        return calls.isEmpty() || burst.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new RateLimit(calls.getAsInt(), period, burst.getAsInt(), "caller".equals(parts.group(4))));
    }

    /** Without them fewer clients may call, so a mistake need not close the function. */
    private static List<String> origins(LabelReader labels) {
        Optional<String> text = labels.text(CORS);
        List<String> origins = text.map(AccessLabels::listed).orElse(List.of());
        if (origins.size() > MAX_LISTED
                || !origins.stream().allMatch(origin -> ORIGIN.matcher(origin).matches())) {
            labels.ignore(
                    CORS,
                    text.orElse(""),
                    "* or at most " + MAX_LISTED + " origins as browsers write them, such as https://shop.example");
            return List.of();
        }
        return origins;
    }

    private static boolean internal(LabelReader labels) {
        Optional<String> text = labels.text(VISIBILITY);
        if (text.isPresent() && !List.of(PUBLIC, INTERNAL).contains(text.get())) {
            labels.close(VISIBILITY, text.get(), PUBLIC + " or " + INTERNAL, INTERNAL);
        }
        return text.isPresent() && text.get().equals(INTERNAL);
    }

    private static List<String> listed(String text) {
        return Stream.of(text.split(",", -1)).map(String::strip).toList();
    }

    /** A misspelt label must not leave a function open that was to be closed. */
    private static void closeIfMisspelt(LabelReader labels) {
        for (String unknown : labels.unknown()) {
            String lowerCase = unknown.toLowerCase(Locale.ROOT);
            if (CLOSING.hasWithin(MISSPELT_LETTERS, lowerCase)
                    || lowerCase.startsWith(AuthenticationLabels.AUTH)
                    || lowerCase.startsWith(ALLOW)) {
                labels.closeUnknown(unknown);
            }
        }
    }
}
