import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Frames of HTTP/2 (RFC 9113) and their header blocks (RFC 7541, without Huffman codes). */
final class Http2 {
    static final int DATA = 0;
    static final int HEADERS = 1;
    static final int RST_STREAM = 3;
    static final int SETTINGS = 4;
    static final int PING = 6;
    static final int WINDOW_UPDATE = 8;
    static final int CONTINUATION = 9;

    static final int END_STREAM = 1;
    static final int ACK = 1;
    static final int END_HEADERS = 4;

    static final int CANCEL = 8;
    static final int DEFAULT_WINDOW_BYTES = 65_535;
    /** The longest frame that every server takes. */
    static final int FRAME_BYTES = 16_384;

    private static final byte[] PREFACE = ascii("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
    private static final int HEAD_BYTES = 9;
    private static final int INITIAL_WINDOW_SIZE = 4;

    private Http2() {}

    /** Exchanges settings; the window is what the server may send on each stream. */
    static void open(Connection connection, int windowBytes) throws IOException {
        ByteArrayOutputStream first = new ByteArrayOutputStream();
        first.writeBytes(PREFACE);
        byte[] value = number(windowBytes);
        first.writeBytes(frame(SETTINGS, 0, 0, new byte[] {0, INITIAL_WINDOW_SIZE, value[0], value[1], value[2], value[3]}));
        connection.write(first.toByteArray());
        while (true) {
            byte[] head = connection.read(HEAD_BYTES);
            int length = (head[0] & 0xFF) << 16 | (head[1] & 0xFF) << 8 | head[2] & 0xFF;
            connection.read(length);
            if (head[3] == SETTINGS && (head[4] & ACK) == 0) {
                connection.write(frame(SETTINGS, ACK, 0, new byte[0]));
                return;
            }
        }
    }

    static byte[] frame(int type, int flags, int stream, byte[] payload) {
        byte[] frame = new byte[HEAD_BYTES + payload.length];
        frame[0] = (byte) (payload.length >> 16);
        frame[1] = (byte) (payload.length >> 8);
        frame[2] = (byte) payload.length;
        frame[3] = (byte) type;
        frame[4] = (byte) flags;
        System.arraycopy(number(stream), 0, frame, 5, 4);
        System.arraycopy(payload, 0, frame, HEAD_BYTES, payload.length);
        return frame;
    }

    static byte[] get(int stream, String path) {
        return frame(HEADERS, END_HEADERS | END_STREAM, stream, head(0x82, path));
    }

    /** A request whose body is still to come. */
    static byte[] post(int stream, String path) {
        return frame(HEADERS, END_HEADERS, stream, head(0x83, path));
    }

    /** The header block of a request; the method is its index in the static table. */
    static byte[] head(int method, String path) {
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        block.write(method);
        block.write(0x86); // :scheme http
        block.write(0x04); // :path
        writeText(block, path);
        block.write(0x01); // :authority
        writeText(block, "localhost");
        return block.toByteArray();
    }

    /** A literal field that enters no table. */
    static byte[] field(String name, String value) {
        ByteArrayOutputStream field = new ByteArrayOutputStream();
        field.write(0x00);
        writeText(field, name);
        writeText(field, value);
        return field.toByteArray();
    }

    /** A literal field that becomes index 62, the first of the dynamic table. */
    static byte[] indexedField(String name, String value) {
        byte[] field = field(name, value);
        field[0] = 0x40;
        return field;
    }

    static byte[] number(int value) {
        return new byte[] {(byte) (value >> 24), (byte) (value >> 16), (byte) (value >> 8), (byte) value};
    }

    /** Its length has a prefix of seven bits (RFC 7541 §5.1). */
    private static void writeText(ByteArrayOutputStream block, String text) {
        byte[] bytes = ascii(text);
        int most = 0x7F;
        if (bytes.length < most) {
            block.write(bytes.length);
        } else {
            block.write(most);
            int rest = bytes.length - most;
            for (; rest >= 0x80; rest >>= 7) {
                block.write(rest & 0x7F | 0x80);
            }
            block.write(rest);
        }
        block.writeBytes(bytes);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
