package faas.gateway.http;

/**
 * A request target, split into the function's name and what is forwarded to the function.
 *
 * @param name the function's name, which may not exist; empty if the path has none
 * @param rest the path for the function, starting with {@code /}, encoded as the client sent it
 * @param query the query with its question mark; empty if there is none
 */
record FunctionPath(String name, String rest, String query) {
    /** What clients of OpenFaaS append to a function's name. */
    private static final String NAMESPACE = ".openfaas-fn";

    /**
     * Reads {@code /NAME…}, {@code /lambda/NAME…} and {@code /function/NAME…}, the last also with OpenFaaS's namespace, as
     * {@code /function/NAME.openfaas-fn…}.
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
        boolean isOpenFaas = false;
        if (isPrefix(uri, path + 1, end) && end < uri.length()) {
            isOpenFaas = uri.startsWith("function", path + 1);
            path = end;
            end = endOfSegment(uri, path + 1);
        }
        String name = uri.substring(path + 1, end);
        if (isOpenFaas && name.endsWith(NAMESPACE)) {
            name = name.substring(0, name.length() - NAMESPACE.length());
        }
        return new FunctionPath(name, end == uri.length() ? "/" : uri.substring(end), query);
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
