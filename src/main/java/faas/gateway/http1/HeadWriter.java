package faas.gateway.http1;

import io.undertow.util.HttpString;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Writes the heads of messages into memory that it reuses. Its input must be valid: no line ends, and Latin-1 only. Used on one
 * IO thread.
 */
public final class HeadWriter {
    private static final int FIRST_BYTES = 2 * 1024;
    private static final byte[] VERSION = {' ', 'H', 'T', 'T', 'P', '/', '1', '.', '1', '\r', '\n'};

    /** The version without the space before it and the line end after it. */
    private static final int VERSION_BYTES = 8;

    /** A status line without the reason phrase. */
    private static final int STATUS_LINE_BYTES = VERSION_BYTES + 7;

    private byte[] bytes = new byte[FIRST_BYTES];
    private int length;

    /**
     * Begins the head of a response, and discards the last head.
     *
     * @param reason the reason phrase; empty for none
     */
    public void begin(int status, String reason) {
        length = 0;
        ensureRoom(STATUS_LINE_BYTES + reason.length());
        System.arraycopy(VERSION, 1, bytes, 0, VERSION_BYTES);
        length = VERSION_BYTES;
        bytes[length++] = ' ';
        bytes[length++] = (byte) ('0' + status / 100);
        bytes[length++] = (byte) ('0' + status / 10 % 10);
        bytes[length++] = (byte) ('0' + status % 10);
        bytes[length++] = ' ';
        put(reason);
        endLine();
    }

    /**
     * Begins the head of a request, and discards the last head.
     *
     * @param prefix is put before the target, and must be percent-encoded
     */
    public void begin(HttpString method, String prefix, String target) {
        length = 0;
        ensureRoom(method.length() + prefix.length() + target.length() + VERSION.length + 1);
        put(method);
        bytes[length++] = ' ';
        put(prefix);
        put(target);
        System.arraycopy(VERSION, 0, bytes, length, VERSION.length);
        length += VERSION.length;
    }

    /** Adds a field. */
    public void field(HttpString name, String value) {
        ensureRoom(name.length() + value.length() + 4);
        put(name);
        bytes[length++] = ':';
        bytes[length++] = ' ';
        put(value);
        endLine();
    }

    /** Ends the head. Must be called once, after the last field. */
    public void end() {
        ensureRoom(2);
        endLine();
    }

    int length() {
        return length;
    }

    /** @param at where in the buffer its first byte goes */
    void copyTo(ByteBuffer to, int at) {
        to.put(at, bytes, 0, length);
    }

    private void endLine() {
        bytes[length++] = '\r';
        bytes[length++] = '\n';
    }

    private void put(HttpString text) {
        text.copyTo(bytes, length);
        length += text.length();
    }

    /** The only method of a string that copies Latin-1 without allocating an array. */
    @SuppressWarnings("deprecation")
    private void put(String text) {
        text.getBytes(0, text.length(), bytes, length);
        length += text.length();
    }

    private void ensureRoom(int more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(length + more, 2 * bytes.length));
        }
    }
}
