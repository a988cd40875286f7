package faas.gateway.http.h2.frame;

/** A window for bytes to the client, of a stream or of a connection (RFC 9113 §5.2). */
public final class SendWindow {
    private long available;
    private long sentBytes;

    public SendWindow(int size) {
        this.available = size;
    }

    /** Bytes that may be sent now; negative after the client has made the window smaller than what was sent. */
    public long available() {
        return available;
    }

    /** Changes the window by this many bytes. Returns false if it becomes too large. */
    public boolean increase(long bytes) {
        available += bytes;
        return available <= Frames.MAX_WINDOW;
    }

    /** Counts bytes that were sent. */
    public void sent(int bytes) {
        available -= bytes;
        sentBytes += bytes;
    }

    /** All bytes that were sent. */
    public long sentBytes() {
        return sentBytes;
    }
}
