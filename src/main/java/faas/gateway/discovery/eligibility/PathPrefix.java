package faas.gateway.discovery.eligibility;

import java.util.Optional;
import java.util.regex.Pattern;

/** A path that is prepended to the path of a call: whole segments, encoded as in a URI (RFC 3986 §3.3). */
final class PathPrefix {
    /** The expected value, for messages. */
    static final String EXPECTED = "a path such as /api: it begins with a slash, has no empty, . or .. segment, "
            + "no query or fragment, and percent-encodes characters that a URI does not allow";

    /** Far above any useful prefix, and far below the size of a request head that servers accept. */
    private static final int MAX_LENGTH = 512;

    private static final Pattern SEGMENTS =
            Pattern.compile("(?:/(?:[A-Za-z0-9._~!$&'()*+,;=:@-]|%[0-9A-Fa-f]{2})++)*+/?");

    /** The segments . and .., in any encoding. */
    private static final Pattern DOT_SEGMENT = Pattern.compile("/(?:\\.|%2[Ee]){1,2}(?:/|$)");

    private PathPrefix() {}

    /** The prefix without a trailing slash, so that {@code /} becomes {@code ""}; empty if the text is invalid. */
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
