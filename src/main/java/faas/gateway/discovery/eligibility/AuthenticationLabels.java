package faas.gateway.discovery.eligibility;

import faas.gateway.function.Authentication;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The labels that say how clients prove that they may call a function. */
final class AuthenticationLabels {
    static final String AUTH = "faas.auth";
    static final String KEYS = "faas.auth.keys";
    static final String HEADER = "faas.auth.header";
    static final String SECRET = "faas.auth.secret";

    private static final String NONE = "none";
    private static final String KEY = "key";
    private static final String HMAC = "hmac";

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
        boolean keys = isPresent(labels, KEYS);
        boolean header = isPresent(labels, HEADER);
        boolean key = keys || header;
        boolean signature = isPresent(labels, SECRET);
        if (text.isEmpty() && !key && !signature) {
            return Optional.empty();
        }
        List<String> words = text.map(AuthenticationLabels::words).orElseGet(() -> implied(key, signature));
        if (words.equals(List.of(NONE))) {
            Stream.of(KEYS, HEADER, SECRET).forEach(label -> refuseBeside(labels, NONE, label));
            return Optional.of(new Authentication.None());
        }
        if (words.isEmpty() || !List.of(KEY, HMAC).containsAll(words)) {
            labels.close(AUTH, text.orElse(""), NONE + ", " + KEY + ", " + HMAC + " or " + KEY + "," + HMAC, KEY);
        } else if (!words.contains(KEY)) {
            Stream.of(KEYS, HEADER).forEach(label -> refuseBeside(labels, HMAC, label));
        } else if (!words.contains(HMAC)) {
            refuseBeside(labels, KEY, SECRET);
        }
        List<Authentication> ways = new ArrayList<>();
        if (!words.equals(List.of(HMAC))) {
            ways.add(new Authentication.Key(
                    secret(labels, KEYS, Authentication.Key.DEFAULT_SECRET),
                    labels.text(HEADER).map(name -> field(labels, name))));
        }
        if (words.contains(HMAC)) {
            ways.add(new Authentication.Signature(secret(labels, SECRET, Authentication.Signature.DEFAULT_SECRET)));
        }
        return Optional.of(ways.size() == 1 ? ways.getFirst() : new Authentication.Any(ways));
    }

    private static boolean isPresent(LabelReader labels, String label) {
        return labels.text(label).isPresent();
    }

    private static List<String> words(String text) {
        return Stream.of(text.split(",", -1)).map(String::strip).distinct().toList();
    }

    private static List<String> implied(boolean key, boolean signature) {
        List<String> words = new ArrayList<>();
        if (key) {
            words.add(KEY);
        }
        if (signature) {
            words.add(HMAC);
        }
        return words;
    }

    private static void refuseBeside(LabelReader labels, String word, String label) {
        if (isPresent(labels, label)) {
            labels.close(
                    "label " + AUTH + "=" + word + " contradicts " + label + ": remove or change one of them",
                    "--label-rm " + label);
        }
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
