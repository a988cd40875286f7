package faas.gateway.http.h2.frame;

/** A window for bytes from the client, of a stream or of a connection (RFC 9113 §5.2). */
public final class ReceiveWindow {
    private final int size;
    private int available;
    private int consumed;

    public ReceiveWindow(int size) {
        this.size = size;
        this.available = size;
    }

    /** Counts bytes that arrived. Returns false if they exceed the window. */
    public boolean received(int bytes) {
        available -= bytes;
        return available >= 0;
    }

    /** Counts bytes that were read or dropped. Returns the increment for a WINDOW_UPDATE; 0 for none yet. */
    public int consumed(int bytes) {
        consumed += bytes;
        if (consumed < size / 2) {
            return 0;
        }
        int increment = consumed;
        consumed = 0;
        available += increment;
        return increment;
    }
}
