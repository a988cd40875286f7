package faas.gateway.http.h1;

import faas.gateway.http1.MalformedMessage;




/** The request is of a version of HTTP that is not served. */
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
