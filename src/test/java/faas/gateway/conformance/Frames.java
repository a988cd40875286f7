package faas.gateway.conformance;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The frames of a WebSocket client (RFC 6455, section 5.2), valid or not, one after the other. */
final class Frames {
    static final int CONTINUATION = 0x0;
    static final int TEXT = 0x1;
    static final int BINARY = 0x2;
    static final int CLOSE = 0x8;
    static final int PING = 0x9;
    static final int PONG = 0xA;
    static final int FIN = 0x80;

    private static final byte[] KEY = {0x1a, (byte) 0xc4, 0x00, (byte) 0x7f};
    private static final int MASKED = 0x80;
    private static final int TWO_BYTES = 126;
    private static final int EIGHT_BYTES = 127;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    /** A frame whose first byte is that: FIN, reserved bits and the opcode. */
    Frames frame(int first, byte[] payload) {
        bytes.write(first);
        if (payload.length < TWO_BYTES) {
            bytes.write(MASKED | payload.length);
        } else if (payload.length <= 0xffff) {
            bytes.write(MASKED | TWO_BYTES);
            bytes.writeBytes(
                    ByteBuffer.allocate(2).putShort((short) payload.length).array());
        } else {
            bytes.write(MASKED | EIGHT_BYTES);
            bytes.writeBytes(ByteBuffer.allocate(8).putLong(payload.length).array());
        }
        bytes.writeBytes(KEY);
        for (int i = 0; i < payload.length; i++) {
            bytes.write(payload[i] ^ KEY[i % KEY.length]);
        }
        return this;
    }

    Frames frame(int first, String payload) {
        return frame(first, payload.getBytes(StandardCharsets.UTF_8));
    }

    /** One message in frames of so many bytes. */
    Frames message(int opcode, byte[] payload, int frameBytes) {
        for (int at = 0; at < payload.length; at += frameBytes) {
            int end = Math.min(payload.length, at + frameBytes);
            int first = (at == 0 ? opcode : CONTINUATION) | (end == payload.length ? FIN : 0);
            frame(first, Arrays.copyOfRange(payload, at, end));
        }
        return this;
    }

    Frames close(int code) {
        return close(code, new byte[0]);
    }

    Frames close(int code, byte[] reason) {
        return frame(
                FIN | CLOSE,
                ByteBuffer.allocate(2 + reason.length)
                        .putShort((short) code)
                        .put(reason)
                        .array());
    }

    byte[] bytes() {
        return bytes.toByteArray();
    }
}
