package faas.gateway.http1;

/** The segments of a path as a lenient server may read them. */
public final class PathSegments {
    private PathSegments() {}

    /**
     * Decoded once, without parameters, with a backslash for a slash.
     *
     * @param target a path, perhaps with a query
     */
    public static String[] of(String target) {
        int mark = target.indexOf('?');
        String[] segments =
                decoded(mark < 0 ? target : target.substring(0, mark)).split("/", -1);
        for (int i = 0; i < segments.length; i++) {
            int parameters = segments[i].indexOf(';');
            segments[i] = parameters < 0 ? segments[i] : segments[i].substring(0, parameters);
        }
        return segments;
    }

    /** With every percent-encoded byte as a character. */
    private static String decoded(String path) {
        if (path.indexOf('%') < 0 && path.indexOf('\\') < 0) {
            return path;
        }
        StringBuilder decoded = new StringBuilder(path.length());
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            if (c == '%' && i + 2 < path.length()) {
                c = (char) (Character.digit(path.charAt(i + 1), 16) << 4 | Character.digit(path.charAt(i + 2), 16));
                i += 2;
            }
            decoded.append(c == '\\' ? '/' : c);
        }
        return decoded.toString();
    }
}
