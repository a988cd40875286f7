package faas.gateway.http.h2.frame;

import java.util.Arrays;

/** A field block that arrives in a HEADERS frame and CONTINUATION frames (RFC 9113 §4.3). Used on one IO thread. */
final class FieldBlock {
    /** A larger buffer is released after its block. */
    private static final int MAX_KEPT_BYTES = 1024;

    private final int maxBytes;
    private int stream;
    private boolean endsStream;
    private byte[] bytes = {};
    private int length;

    /** @param maxBytes the maximum size of an encoded block; a longer one ends the connection */
    FieldBlock(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    void begin(int id, boolean withEndStream) {
        stream = id;
        endsStream = withEndStream;
        length = 0;
    }

    /** The stream of an incomplete block; 0 if there is none. */
    int stream() {
        return stream;
    }

    /** Whether the block ends the client's side of the stream. */
    boolean endsStream() {
        return endsStream;
    }

    void append(byte[] payload, int from, int to) throws ConnectionError {
        int added = to - from;
        if (length + added > maxBytes) {
            throw new ConnectionError(Frames.ENHANCE_YOUR_CALM, "A field block is too long.");
        }
        if (bytes.length < length + added) {
            bytes = Arrays.copyOf(bytes, Math.max(length + added, 2 * bytes.length));
        }
        System.arraycopy(payload, from, bytes, length, added);
        length += added;
    }

    /** The bytes so far; valid up to {@link #length}. */
    byte[] bytes() {
        return bytes;
    }

    int length() {
        return length;
    }

    /** Completes the block, and returns its stream. */
    int complete() {
        int id = stream;
        stream = 0;
        return id;
    }

    void release() {
        if (bytes.length > MAX_KEPT_BYTES) {
            bytes = new byte[0];
        }
    }
}
