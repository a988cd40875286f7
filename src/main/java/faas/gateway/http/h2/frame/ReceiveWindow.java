package faas.gateway.http.h2.frame;

/** What a client may send on one stream before the function reads it (RFC 9113 §5.2). */
public final class ReceiveWindow {
    private final int size;
    private int left;
    private int consumed;

    public ReceiveWindow(int size) {
        this.size = size;
        this.left = size;
    }

    /** So many bytes came; false if the client may not send as many. */
    public boolean received(int bytes) {
        left -= bytes;
        return left >= 0;
    }

    /** So many bytes were read or dropped; by how much to widen the client's window, 0 for not now. */
    public int consumed(int bytes) {
        consumed += bytes;
        if (consumed < size / 2) {
            return 0;
        }
        int increment = consumed;
        consumed = 0;
        left += increment;
        return increment;
    }
}
