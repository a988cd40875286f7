package faas.gateway.discovery.eligibility;

import java.util.Optional;
import java.util.regex.Pattern;

/** What a label may put in front of the path a function sees: whole segments, written as in a URI (RFC 3986 §3.3). */
final class PathPrefix {
    /** What to write, as the object of a sentence. */
    static final String EXPECTED = "a path such as /api: it begins with a slash, has no empty, . or .. segment, "
            + "no query or fragment, and percent-encodes what a URI does not take";

    /** Far beyond a prefix that makes sense, and far below the longest head of a request that servers take. */
    private static final int MAX_LENGTH = 512;

    private static final Pattern SEGMENTS =
            Pattern.compile("(?:/(?:[A-Za-z0-9._~!$&'()*+,;=:@-]|%[0-9A-Fa-f]{2})++)*+/?");

    /** Segments that lead elsewhere, in any of their spellings. */
    private static final Pattern DOT_SEGMENT = Pattern.compile("/(?:\\.|%2[Ee]){1,2}(?:/|$)");

    private PathPrefix() {}

    /** The prefix without a slash at its end, so that {@code /} is empty; empty if the text is none. */
    static Optional<String> parse(String text) {
        boolean path = text.startsWith("/")
                && text.length() <= MAX_LENGTH
                && SEGMENTS.matcher(text).matches()
                && !DOT_SEGMENT.matcher(text).find();
        if (!path) {
            return Optional.empty();
        }
        return Optional.of(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
    }
}
