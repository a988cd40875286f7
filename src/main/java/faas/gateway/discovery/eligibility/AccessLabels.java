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
    private static final String AUTH = "faas.auth";
    private static final String KEYS = "faas.auth.keys";
    private static final String HEADER = "faas.auth.header";
    private static final String ALLOW = "faas.allow";
    private static final String RATE = "faas.rate";
    private static final String CORS = "faas.cors";
    private static final String VISIBILITY = "faas.visibility";

    /** Those without which more clients may call. */
    private static final Vocabulary CLOSING = new Vocabulary(Set.of(AUTH, KEYS, HEADER, ALLOW, VISIBILITY));

    /** Two letters that changed places count as two. */
    private static final int MISSPELT_LETTERS = 2;

    private static final String NONE = "none";
    private static final String KEY = "key";
    private static final String PUBLIC = "public";
    private static final String INTERNAL = "internal";

    /** What Docker allows. It is also the name of a file, so it has no slash. */
    private static final Pattern SECRET_NAME = Pattern.compile("[A-Za-z0-9](?:[A-Za-z0-9._-]{0,62}[A-Za-z0-9])?");

    /** A line of a secret, or a long text without words: hardly a name that somebody chose. */
    private static final Pattern SECRET_ITSELF = Pattern.compile(".*[:=].*|[0-9A-Fa-f]{32,}|[A-Za-z0-9_+/-]{40,}");

    private static final Pattern FIELD = Pattern.compile("(?i)x-[a-z0-9-]{1,60}");

    /** Fields that the gateway logs, or sets itself. */
    private static final List<String> OWN_FIELDS = List.of("x-call", "x-forwarded", "x-real-ip");

    private static final Pattern RATE_LIMIT =
            Pattern.compile("(\\d{1,7})/(s|m|h)(?: burst (\\d{1,7}))?(?: by (caller|address))?");

    /** As browsers write it: in lower case, and without the default port. */
    private static final Pattern ORIGIN = Pattern.compile("\\*|[a-z][a-z0-9+.-]*://[a-z0-9.-]+(?::\\d{1,5})?");

    /** Every call is compared with all of them. */
    private static final int MAX_LISTED = 100;

    private AccessLabels() {}

    /** Reads them; to be called after all other labels have been read, since it looks for misspelt ones. */
    static AccessPolicy read(LabelReader labels) {
        Optional<Authentication> authentication = authentication(labels);
        List<AddressBlock> allow = allow(labels);
        Optional<RateLimit> rate = rate(labels);
        List<String> origins = origins(labels);
        boolean internal = internal(labels);
        closeIfMisspelt(labels);
        return new AccessPolicy(labels.closesFunction(), authentication, allow, rate, origins, internal);
    }

    private static Optional<Authentication> authentication(LabelReader labels) {
        Optional<String> kind = labels.text(AUTH).map(String::strip);
        Optional<String> secret = labels.text(KEYS);
        Optional<String> field = labels.text(HEADER);
        if (kind.isEmpty() && secret.isEmpty() && field.isEmpty()) {
            return Optional.empty();
        }
        if (kind.isPresent() && kind.get().equals(NONE)) {
            Stream.of(KEYS, HEADER)
                    .filter(label -> labels.text(label).isPresent())
                    .forEach(label -> labels.close(
                            "label " + AUTH + "=" + NONE + " contradicts " + label + ": remove one of them",
                            "--label-rm " + label));
            return Optional.of(new Authentication.None());
        }
        if (kind.isPresent() && !kind.get().equals(KEY)) {
            labels.close(AUTH, kind.get(), NONE + " or " + KEY, KEY);
        }
        return Optional.of(new Authentication.Key(
                secret.map(name -> secretName(labels, name)).orElse(Authentication.Key.DEFAULT_SECRET),
                field.map(name -> fieldName(labels, name))));
    }

    private static String secretName(LabelReader labels, String name) {
        if (SECRET_ITSELF.matcher(name).matches()) {
            // The value is not repeated: the log has more readers than the labels.
            labels.close(
                    "label " + KEYS + " seems to hold a key or its hash, which everybody can read who may use Docker: "
                            + "replace that key, put the hash of the new one into a secret, and write the secret's name",
                    "--label-add " + KEYS + "=" + Authentication.Key.DEFAULT_SECRET);
        } else if (!SECRET_NAME.matcher(name).matches()) {
            labels.close(
                    KEYS,
                    name,
                    "the name of a secret of the gateway, such as " + Authentication.Key.DEFAULT_SECRET,
                    Authentication.Key.DEFAULT_SECRET);
        }
        return name;
    }

    private static String fieldName(LabelReader labels, String name) {
        String lowerCase = name.toLowerCase(Locale.ROOT);
        if (!FIELD.matcher(name).matches() || OWN_FIELDS.stream().anyMatch(lowerCase::startsWith)) {
            labels.close(
                    HEADER,
                    name,
                    "the name of a field that begins with X-, such as X-Gitlab-Token, and that the gateway does not set",
                    "X-Api-Key");
        }
        return lowerCase;
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
                    || lowerCase.startsWith(AUTH)
                    || lowerCase.startsWith(ALLOW)) {
                labels.closeUnknown(unknown);
            }
        }
    }
}
