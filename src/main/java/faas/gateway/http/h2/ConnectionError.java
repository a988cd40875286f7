package faas.gateway.http.h2;

/** A mistake after which the connection cannot go on (RFC 9113 §5.4.1). */
final class ConnectionError extends Exception {
    private static final long serialVersionUID = 1;

    private final int code;

    ConnectionError(int code, String mistake) {
        super(mistake, null, false, false);
        this.code = code;
    }

    /** A field block that cannot be decoded, after which no other one can (RFC 9113 §4.3). */
    static ConnectionError ofCompression(String mistake) {
        return new ConnectionError(Frames.COMPRESSION_ERROR, "A field block cannot be decoded: " + mistake + ".");
    }

    int code() {
        return code;
    }
}
