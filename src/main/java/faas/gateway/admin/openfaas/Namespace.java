package faas.gateway.admin.openfaas;

import faas.gateway.admin.page.PageRequest;

/** The only namespace of functions, which clients may leave out. */
final class Namespace {
    static final String NAME = "openfaas-fn";

    private static final String SUFFIX = "." + NAME;

    private Namespace() {}

    /** Whether a request is about it. */
    static boolean isMeant(PageRequest request) {
        return request.parameter("namespace").orElse(NAME).equals(NAME);
    }

    /** A function's name without it. */
    static String removedFrom(String name) {
        return name.endsWith(SUFFIX) ? name.substring(0, name.length() - SUFFIX.length()) : name;
    }
}
