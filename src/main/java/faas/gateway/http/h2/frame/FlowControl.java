package faas.gateway.http.h2.frame;

/** The windows of a connection as a whole, in both directions (RFC 9113 §5.2). */
public final class FlowControl {
    private int initialWindow = Frames.DEFAULT_WINDOW;
    private long sendWindow = Frames.DEFAULT_WINDOW;
    private final ReceiveWindow received;

    /** @param receiveWindow bytes that the client may send on all streams together */
    public FlowControl(int receiveWindow) {
        this.received = new ReceiveWindow(receiveWindow);
    }

    /** What a new stream may send to the client. */
    public int initialWindow() {
        return initialWindow;
    }

    public void initialWindow(int bytes) {
        initialWindow = bytes;
    }

    /** What all streams together may send now. */
    public long sendWindow() {
        return sendWindow;
    }

    public void sent(int bytes) {
        sendWindow -= bytes;
    }

    /** False if the window becomes larger than it may be. */
    public boolean widen(int bytes) {
        sendWindow += bytes;
        return sendWindow <= Frames.MAX_WINDOW;
    }

    /** What the client may send on all streams together. */
    public ReceiveWindow received() {
        return received;
    }
}
