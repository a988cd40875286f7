package faas.gateway.discovery.eligibility;

import faas.gateway.function.AccessPolicy;
import faas.gateway.function.Authentication;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The labels that say who may call a function. One that is invalid or misspelt closes the function. */
final class AccessLabels {
    private static final String AUTH = "faas.auth";
    private static final String KEYS = "faas.auth.keys";
    private static final String HEADER = "faas.auth.header";
    private static final List<String> ALL = List.of(AUTH, KEYS, HEADER);

    private static final String NONE = "none";
    private static final String KEY = "key";

    /** What Docker allows. It is also the name of a file, so it has no slash. */
    private static final Pattern SECRET_NAME = Pattern.compile("[A-Za-z0-9](?:[A-Za-z0-9._-]{0,62}[A-Za-z0-9])?");

    /** A line of a secret, or a long text without words: hardly a name that somebody chose. */
    private static final Pattern SECRET_ITSELF = Pattern.compile(".*[:=].*|[0-9A-Fa-f]{32,}|[A-Za-z0-9_+/-]{40,}");

    private static final Pattern FIELD = Pattern.compile("(?i)x-[a-z0-9-]{1,60}");

    /** Fields that the gateway logs, or sets itself. */
    private static final List<String> OWN_FIELDS = List.of("x-call", "x-forwarded", "x-real-ip");

    private AccessLabels() {}

    /** Reads them; to be called after all other labels have been read, since it looks for misspelt ones. */
    static AccessPolicy read(LabelReader labels) {
        Optional<Authentication> authentication = authentication(labels);
        closeIfMisspelt(labels);
        return new AccessPolicy(labels.closesFunction(), authentication);
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

    /** A misspelt label must not leave a function open that was to be closed. */
    private static void closeIfMisspelt(LabelReader labels) {
        for (String unknown : labels.unknown()) {
            Optional<String> meant = labels.meant(unknown).filter(ALL::contains);
            if (meant.isPresent() || unknown.toLowerCase(Locale.ROOT).startsWith(AUTH)) {
                labels.closeUnknown(unknown);
            }
        }
    }
}
