package faas.gateway.fuzz;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The frames of HTTP/2 (RFC 9113 §4), as raw bytes. */
final class Frames {
    static final int DATA = 0;
    static final int HEADERS = 1;
    static final int RST_STREAM = 3;
    static final int SETTINGS = 4;
    static final int PING = 6;
    static final int GOAWAY = 7;
    static final int WINDOW_UPDATE = 8;
    static final int CONTINUATION = 9;
    static final int END_STREAM = 1;
    static final int ACK = 1;
    static final int END_HEADERS = 4;
    static final int PADDED = 8;
    static final int PRIORITY = 0x20;

    /** One frame as it was received; a character of its payload is one byte. */
    record Frame(int type, int flags, int stream, String payload) {
        boolean has(int flag) {
            return (flags & flag) != 0;
        }
    }

    private Frames() {}

    static byte[] frame(int type, int flags, int stream, byte[] payload) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(payload.length >> 16);
        out.write(payload.length >> 8);
        out.write(payload.length);
        out.write(type);
        out.write(flags);
        out.writeBytes(integer(stream));
        out.writeBytes(payload);
        return out.toByteArray();
    }

    static byte[] integer(int value) {
        return new byte[] {(byte) (value >> 24), (byte) (value >> 16), (byte) (value >> 8), (byte) value};
    }

    /** A block of fields as HEADERS and, cut at these places, CONTINUATION frames, which nothing may come between. */
    static byte[] headers(int stream, byte[] block, boolean ends, List<Integer> cuts) {
        List<byte[]> parts = new ArrayList<>();
        int from = 0;
        for (int cut : cuts) {
            if (cut > from && cut < block.length) {
                parts.add(Arrays.copyOfRange(block, from, cut));
                from = cut;
            }
        }
        parts.add(Arrays.copyOfRange(block, from, block.length));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int i = 0; i < parts.size(); i++) {
            int flags = (i == parts.size() - 1 ? END_HEADERS : 0) | (i == 0 && ends ? END_STREAM : 0);
            out.writeBytes(frame(i == 0 ? HEADERS : CONTINUATION, flags, stream, parts.get(i)));
        }
        return out.toByteArray();
    }

    /** A DATA frame, with so many bytes of padding unless there are none. */
    static byte[] data(int stream, byte[] bytes, boolean ends, int padding) {
        int flags = ends ? END_STREAM : 0;
        if (padding == 0) {
            return frame(DATA, flags, stream, bytes);
        }
        byte[] padded = new byte[1 + bytes.length + padding];
        padded[0] = (byte) padding;
        System.arraycopy(bytes, 0, padded, 1, bytes.length);
        return frame(DATA, flags | PADDED, stream, padded);
    }

    static Frame read(DataInputStream in) throws IOException {
        int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
        int type = in.readUnsignedByte();
        int flags = in.readUnsignedByte();
        int stream = in.readInt() & Integer.MAX_VALUE;
        byte[] payload = in.readNBytes(length);
        if (payload.length < length) {
            throw new IOException("a frame cut short");
        }
        return new Frame(type, flags, stream, new String(content(type, flags, payload), StandardCharsets.ISO_8859_1));
    }

    /** Without padding and priority. */
    private static byte[] content(int type, int flags, byte[] payload) {
        if (type != DATA && type != HEADERS) {
            return payload;
        }
        boolean padded = (flags & PADDED) != 0;
        int from = (padded ? 1 : 0) + (type == HEADERS && (flags & PRIORITY) != 0 ? 5 : 0);
        int to = payload.length - (padded ? payload[0] & 0xff : 0);
        return Arrays.copyOfRange(payload, from, to);
    }
}
