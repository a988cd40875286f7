package faas.gateway.http.h2.frame;

/** A mistake after which the connection cannot go on (RFC 9113 §5.4.1). */
public final class ConnectionError extends Exception {
    private static final long serialVersionUID = 1;

    private final int code;

    public ConnectionError(int code, String mistake) {
        super(mistake, null, false, false);
        this.code = code;
    }

    public int code() {
        return code;
    }
}
