package faas.gateway.http;

/**
 * Which function a request's path names, and what of the path goes on to it.
 *
 * @param name the function's name, still to be looked up; empty if the path names none
 * @param rest the path as the function sees it, beginning with {@code /}, as the client encoded it
 * @param query from its question mark on; empty if there is none
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
