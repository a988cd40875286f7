package faas.gateway.http.h2.frame;

/** The windows of a connection, in both directions (RFC 9113 §5.2). */
public final class FlowControl {
    private int initialWindow = Frames.DEFAULT_WINDOW;
    private final SendWindow sent = new SendWindow(Frames.DEFAULT_WINDOW);
    private final ReceiveWindow received;

    /** @param receiveWindow bytes that the client may send on all streams together */
    public FlowControl(int receiveWindow) {
        this.received = new ReceiveWindow(receiveWindow);
    }

    /** Bytes that a new stream may send to the client. */
    public int initialWindow() {
        return initialWindow;
    }

    public void initialWindow(int bytes) {
        initialWindow = bytes;
    }

    /**
     * Adds an increment that the client has sent.
     *
     * @throws ConnectionError if the increment is zero or the window becomes too large
     */
    public void increaseSendWindow(int bytes) throws ConnectionError {
        if (bytes == 0) {
            throw new ConnectionError(Frames.PROTOCOL_ERROR, "A WINDOW_UPDATE frame has an increment of zero.");
        }
        if (!sent.increase(bytes)) {
            throw new ConnectionError(Frames.FLOW_CONTROL_ERROR, "The connection's window became too large.");
        }
    }

    /** The window for bytes to the client, on all streams together. */
    public SendWindow sent() {
        return sent;
    }

    /** The window for bytes from the client, on all streams together. */
    public ReceiveWindow received() {
        return received;
    }
}
