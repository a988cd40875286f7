package faas.gateway.http.h2;

/** The windows of a connection as a whole, in both directions (RFC 9113 §5.2). */
final class FlowControl {
    private int initialWindow = Frames.DEFAULT_WINDOW;
    private long sendWindow = Frames.DEFAULT_WINDOW;
    private int receiveWindow = Http2Streams.CONNECTION_WINDOW;
    private int consumed;

    /** What a new stream may send to the client. */
    int initialWindow() {
        return initialWindow;
    }

    void initialWindow(int bytes) {
        initialWindow = bytes;
    }

    /** What all streams together may send now. */
    long sendWindow() {
        return sendWindow;
    }

    void sent(int bytes) {
        sendWindow -= bytes;
    }

    /** False if the window becomes larger than it may be. */
    boolean widen(int bytes) {
        sendWindow += bytes;
        return sendWindow <= Frames.MAX_WINDOW;
    }

    /** So many bytes came; false if the client may not send as many. */
    boolean received(int bytes) {
        receiveWindow -= bytes;
        return receiveWindow >= 0;
    }

    /** So many bytes were read or dropped; by how much to widen the client's window, 0 for not now. */
    int consumed(int bytes) {
        consumed += bytes;
        if (consumed < Http2Streams.CONNECTION_WINDOW / 2) {
            return 0;
        }
        int increment = consumed;
        consumed = 0;
        receiveWindow += increment;
        return increment;
    }
}
