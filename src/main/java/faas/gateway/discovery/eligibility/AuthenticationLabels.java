package faas.gateway.discovery.eligibility;

import faas.gateway.function.Authentication;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The labels that say how clients prove that they may call a function. */
final class AuthenticationLabels {
    static final String AUTH = "faas.auth";
    static final String KEYS = "faas.auth.keys";
    static final String HEADER = "faas.auth.header";
    static final String SECRET = "faas.auth.secret";

    static final String USERS = "faas.auth.users";

    private static final String NONE = "none";

    /** A way to prove who calls, as {@link #AUTH} names it, and the labels that belong to it. */
    private enum Way {
        KEY(KEYS, HEADER),
        HMAC(SECRET),
        BASIC(USERS),
        JWT(TokenLabels.ISSUER, TokenLabels.AUDIENCE, TokenLabels.CLAIMS),
        CERTIFICATE(CertificateLabels.SUBJECTS),
        FORWARD();

        @SuppressWarnings("ImmutableEnumChecker") // List.of makes it immutable.
        private final List<String> labels;

        Way(String... labels) {
            this.labels = List.of(labels);
        }

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What Docker allows. It is also the name of a file, so it has no slash. */
    private static final Pattern SECRET_NAME = Pattern.compile("[A-Za-z0-9](?:[A-Za-z0-9._-]{0,62}[A-Za-z0-9])?");

    /** A line of a secret, or a long text of mixed characters: hardly a name that somebody chose. */
    private static final Pattern SECRET_ITSELF =
            Pattern.compile(".*[:=].*|whsec_.*|[0-9A-Fa-f]{32,}|(?=.*[0-9])(?=.*[a-z])(?=.*[A-Z])[A-Za-z0-9_+/-]{40,}");

    private static final Pattern FIELD = Pattern.compile("(?i)x-[a-z0-9-]{1,60}");

    /** Fields that the gateway logs, or sets itself. */
    private static final List<String> OWN_FIELDS = List.of("x-call", "x-forwarded", "x-real-ip");

    private AuthenticationLabels() {}

    /** Empty without any of them. */
    static Optional<Authentication> read(LabelReader labels) {
        Optional<String> text = labels.text(AUTH);
        List<Way> implied = Stream.of(Way.values())
                .filter(way -> way.labels.stream().anyMatch(label -> isPresent(labels, label)))
                .toList();
        if (text.isEmpty() && implied.isEmpty()) {
            return Optional.empty();
        }
        List<String> words = text.map(AuthenticationLabels::words)
                .orElseGet(() -> implied.stream().map(Way::word).toList());
        List<Way> chosen = Stream.of(Way.values())
                .filter(way -> words.contains(way.word()))
                .toList();
        boolean none = words.equals(List.of(NONE));
        if (!none && chosen.size() < words.size()) {
            labels.close(
                    AUTH,
                    text.orElse(""),
                    NONE + ", or a list of "
                            + Stream.of(Way.values()).map(Way::word).collect(Collectors.joining(", ")),
                    Way.KEY.word());
            return Optional.of(key(labels));
        }
        implied.stream().filter(way -> !chosen.contains(way)).forEach(way -> refuseBeside(labels, words, way));
        if (chosen.contains(Way.FORWARD) && chosen.size() > 1) {
            labels.close(
                    "label " + AUTH + "=" + String.join(",", words) + " is invalid: write " + Way.FORWARD.word()
                            + " alone, since the service decides about all credentials",
                    "--label-add " + AUTH + "=" + Way.FORWARD.word());
        }
        List<Authentication> ways = chosen.stream().map(way -> of(way, labels)).toList();
        return Optional.of(
                none ? new Authentication.None() : ways.size() == 1 ? ways.getFirst() : new Authentication.Any(ways));
    }

    private static boolean isPresent(LabelReader labels, String label) {
        return labels.text(label).isPresent();
    }

    private static List<String> words(String text) {
        return Stream.of(text.split(",", -1)).map(String::strip).distinct().toList();
    }

    private static void refuseBeside(LabelReader labels, List<String> words, Way other) {
        for (String label : other.labels) {
            if (isPresent(labels, label)) {
                labels.close(
                        "label " + AUTH + "=" + String.join(",", words) + " contradicts " + label
                                + ": remove or change one of them",
                        "--label-rm " + label);
            }
        }
    }

    private static Authentication of(Way way, LabelReader labels) {
        return switch (way) {
            case KEY -> key(labels);
            case HMAC -> new Authentication.Signature(secret(labels, SECRET, Authentication.Signature.DEFAULT_SECRET));
            case BASIC -> new Authentication.Password(secret(labels, USERS, Authentication.Password.DEFAULT_SECRET));
            case JWT -> TokenLabels.read(labels);
            case CERTIFICATE -> CertificateLabels.read(labels);
            case FORWARD -> new Authentication.Forward();
        };
    }

    private static Authentication key(LabelReader labels) {
        return new Authentication.Key(
                secret(labels, KEYS, Authentication.Key.DEFAULT_SECRET),
                labels.text(HEADER).map(name -> field(labels, name)));
    }

    private static String secret(LabelReader labels, String label, String byDefault) {
        String name = labels.text(label).orElse(byDefault);
        if (SECRET_ITSELF.matcher(name).matches()) {
            // The value is not repeated: the log has more readers than the labels.
            labels.close(
                    "label " + label + " seems to hold a secret, which everybody can read who may use Docker: "
                            + "replace that secret, put the new one into a Docker secret, and write the name of that",
                    "--label-add " + label + "=" + byDefault);
        } else if (!SECRET_NAME.matcher(name).matches()) {
            labels.close(label, name, "the name of a secret of the gateway, such as " + byDefault, byDefault);
        }
        return name;
    }

    private static String field(LabelReader labels, String name) {
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
}
