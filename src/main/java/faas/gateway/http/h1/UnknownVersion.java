package faas.gateway.http.h1;

import faas.gateway.http1.MalformedMessage;

/** The request has an HTTP version that the gateway does not support. */
final class UnknownVersion extends MalformedMessage {
    private static final long serialVersionUID = 1;

    private final String version;

    UnknownVersion(String version) {
        super("The version is " + version + ".");
        this.version = version;
    }

    String version() {
        return version;
    }
}
