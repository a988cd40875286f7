package faas.gateway.http.h2.frame;

/** An error of the client that ends the connection (RFC 9113 §5.4.1). */
public final class ConnectionError extends Exception {
    private static final long serialVersionUID = 1;

    private final int code;

    public ConnectionError(int code, String error) {
        super(error, null, false, false);
        this.code = code;
    }

    public int code() {
        return code;
    }
}
