package faas.gateway.io;

/** All network buffers of an IO thread are in use. Whoever catches this closes its connection. */
public final class OutOfBuffersException extends RuntimeException {
    private static final long serialVersionUID = 1;

    OutOfBuffersException() {
        super("all network buffers are in use");
    }
}
