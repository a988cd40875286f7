package faas.gateway.http;

/**
 * A request target, split into the function's name and what is forwarded to the function.
 *
 * @param name the function's name, which may not exist; empty if the path has none
 * @param rest the path for the function, starting with {@code /}, encoded as the client sent it
 * @param query the query with its question mark; empty if there is none
 */
record FunctionPath(String name, String rest, String query) {
    /**
     * Reads {@code /NAME…}, {@code /lambda/NAME…} and {@code /function/NAME…}.
     *
     * @param target the request target: a path, or an absolute URI
     */
    static FunctionPath of(String target) {
        int mark = target.indexOf('?');
        String query = mark < 0 ? "" : target.substring(mark);
        String uri = mark < 0 ? target : target.substring(0, mark);
        int path = startOfPath(uri);
        if (path < 0 || path >= uri.length()) {
            return new FunctionPath("", "/", query);
        }
        int end = endOfSegment(uri, path + 1);
        if (isPrefix(uri, path + 1, end) && end < uri.length()) {
            path = end;
            end = endOfSegment(uri, path + 1);
        }
        return new FunctionPath(uri.substring(path + 1, end), end == uri.length() ? "/" : uri.substring(end), query);
    }

    /**
     * Whether any server could resolve the path to one below {@code /_/}, which is reserved for the platform. Decoding, path
     * parameters, dot segments and double slashes are all considered.
     */
    boolean isReserved() {
        if (!rest.contains("/_") && rest.indexOf('%') < 0) {
            return false;
        }
        int depth = 0;
        for (String segment : decoded(rest).split("/", -1)) {
            int parameters = segment.indexOf(';');
            String name = parameters < 0 ? segment : segment.substring(0, parameters);
            if (name.equals("_") && depth == 0) {
                return true;
            }
            depth = switch (name) {
                case "", "." -> depth;
                case ".." -> Math.max(0, depth - 1);
                default -> depth + 1;
            };
        }
        return false;
    }

    /** Decodes percent-encoded bytes, and turns backslashes into slashes, as some servers do. */
    private static String decoded(String path) {
        if (path.indexOf('%') < 0) {
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

    private static int startOfPath(String uri) {
        if (uri.startsWith("/")) {
            return 0;
        }
        int authority = uri.indexOf("://");
        return authority < 0 ? -1 : uri.indexOf('/', authority + 3);
    }

    private static int endOfSegment(String uri, int start) {
        int slash = uri.indexOf('/', start);
        return slash < 0 ? uri.length() : slash;
    }

    private static boolean isPrefix(String uri, int start, int end) {
        int length = end - start;
        return (length == 6 && uri.startsWith("lambda", start)) || (length == 8 && uri.startsWith("function", start));
    }
}
