package faas.gateway.http.h2.frame;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** Parses the frames of a connection (RFC 9113 §4.1), incrementally. Used on one IO thread. */
public final class FrameReader {
    /** Receives DATA frames. */
    public interface DataReceiver {
        /** The header of a DATA frame. Its flow-controlled length includes the padding. */
        void data(int stream, int length) throws ConnectionError;

        /** Part of its data. */
        void dataBytes(int stream, ByteBuffer bytes) throws ConnectionError;

        void dataEnd(int stream, boolean endStream, int padding) throws ConnectionError;
    }

    /** Receives all other frames. */
    public interface Receiver {
        /** A complete field block. */
        void headers(int stream, boolean endStream, byte[] block, int length) throws ConnectionError;

        void settings(boolean ack, byte[] payload, int length) throws ConnectionError;

        void ping(boolean ack, byte[] payload) throws ConnectionError;

        void goAway() throws ConnectionError;

        void reset(int stream) throws ConnectionError;

        void windowUpdate(int stream, int increment) throws ConnectionError;

        /** A frame without effect: PRIORITY, an unknown type, part of a field block. */
        void ignored() throws ConnectionError;
    }

    private enum State {
        PREFACE,
        HEADER,
        PAD_LENGTH,
        DATA,
        PADDING,
        PAYLOAD,
        SKIP
    }

    private final Receiver receiver;
    private final DataReceiver dataReceiver;
    private final FieldBlock block;
    private final byte[] header = new byte[Frames.HEADER_BYTES];
    private State state = State.PREFACE;
    private int at;
    private byte[] payload = new byte[64];
    private int type;
    private int stream;
    private int remaining;
    private int padding;
    private boolean settingsSeen;

    /** @param maxBlockBytes the maximum size of an encoded field block; a longer one ends the connection */
    public FrameReader(Receiver receiver, DataReceiver dataReceiver, int maxBlockBytes) {
        this.receiver = receiver;
        this.dataReceiver = dataReceiver;
        this.block = new FieldBlock(maxBlockBytes);
    }

    /** Whether the preface or a field block is incomplete. */
    public boolean isInsideHead() {
        return block.stream() != 0 || state == State.PREFACE || (state == State.PAYLOAD && type == Frames.HEADERS);
    }

    public void read(ByteBuffer bytes) throws ConnectionError {
        while (bytes.hasRemaining() || isFrameComplete()) {
            switch (state) {
                case PREFACE -> preface(bytes);
                case HEADER -> header(bytes);
                case PAD_LENGTH -> padLength(bytes);
                case DATA -> data(bytes);
                case PADDING, SKIP -> skip(bytes);
                case PAYLOAD -> payload(bytes);
            }
        }
    }

    /** Whether the current frame needs no further byte. */
    private boolean isFrameComplete() {
        return switch (state) {
            case DATA, PADDING, SKIP, PAYLOAD -> remaining == 0;
            case PREFACE, HEADER, PAD_LENGTH -> false;
        };
    }

    private void preface(ByteBuffer bytes) throws ConnectionError {
        while (bytes.hasRemaining() && at < Frames.PREFACE.length) {
            if (bytes.get() != Frames.PREFACE[at++]) {
                throw new ConnectionError(
                        Frames.PROTOCOL_ERROR, "The connection does not start with the preface of HTTP/2.");
            }
        }
        if (at == Frames.PREFACE.length) {
            startHeader();
        }
    }

    private void startHeader() {
        state = State.HEADER;
        at = 0;
    }

    private void header(ByteBuffer bytes) throws ConnectionError {
        int count = Math.min(bytes.remaining(), Frames.HEADER_BYTES - at);
        bytes.get(header, at, count);
        at += count;
        if (at < Frames.HEADER_BYTES) {
            return;
        }
        remaining = ((header[0] & 0xff) << 16) | ((header[1] & 0xff) << 8) | (header[2] & 0xff);
        type = header[3] & 0xff;
        stream = FrameRules.integer(header, 5) & Integer.MAX_VALUE;
        padding = 0;
        begin(remaining);
    }

    private void begin(int length) throws ConnectionError {
        if (length > Frames.MAX_BYTES) {
            throw new ConnectionError(Frames.FRAME_SIZE_ERROR, "A frame is longer than SETTINGS_MAX_FRAME_SIZE.");
        }
        if (block.stream() != 0 && (type != Frames.CONTINUATION || stream != block.stream())) {
            throw new ConnectionError(Frames.PROTOCOL_ERROR, "Another frame interrupts a field block.");
        }
        if (!settingsSeen && type != Frames.SETTINGS) {
            throw new ConnectionError(Frames.PROTOCOL_ERROR, "The first frame is not SETTINGS.");
        }
        settingsSeen = true;
        FrameRules.checkStream(type, stream);
        FrameRules.checkLength(type, isSet(Frames.ACK), length);
        if (type == Frames.CONTINUATION && block.stream() == 0) {
            throw new ConnectionError(Frames.PROTOCOL_ERROR, "A CONTINUATION frame follows no field block.");
        }
        if (type == Frames.DATA) {
            dataReceiver.data(stream, length);
            state = isSet(Frames.PADDED) ? State.PAD_LENGTH : State.DATA;
            if (isSet(Frames.PADDED) && length == 0) {
                throw new ConnectionError(Frames.FRAME_SIZE_ERROR, "A padded frame has no padding length.");
            }
            return;
        }
        at = 0;
        if (type > Frames.CONTINUATION) {
            state = State.SKIP;
            receiver.ignored();
            return;
        }
        if (payload.length < length) {
            payload = new byte[length];
        }
        state = State.PAYLOAD;
    }

    private void padLength(ByteBuffer bytes) throws ConnectionError {
        padding = bytes.get() & 0xff;
        remaining--;
        if (padding > remaining) {
            throw new ConnectionError(Frames.PROTOCOL_ERROR, "The padding of a frame is longer than the frame.");
        }
        remaining -= padding;
        state = State.DATA;
    }

    private void data(ByteBuffer bytes) throws ConnectionError {
        int count = Math.min(remaining, bytes.remaining());
        if (count > 0) {
            dataReceiver.dataBytes(stream, bytes.slice(bytes.position(), count));
            bytes.position(bytes.position() + count);
            remaining -= count;
        }
        if (remaining == 0) {
            int extra = isSet(Frames.PADDED) ? padding + 1 : 0;
            remaining = padding;
            state = State.PADDING;
            dataReceiver.dataEnd(stream, isSet(Frames.END_STREAM), extra);
        }
    }

    private void skip(ByteBuffer bytes) {
        int count = Math.min(remaining, bytes.remaining());
        bytes.position(bytes.position() + count);
        remaining -= count;
        if (remaining == 0) {
            startHeader();
        }
    }

    private void payload(ByteBuffer bytes) throws ConnectionError {
        int count = Math.min(remaining, bytes.remaining());
        bytes.get(payload, at, count);
        at += count;
        remaining -= count;
        if (remaining > 0) {
            return;
        }
        int length = at;
        startHeader();
        switch (type) {
            case Frames.HEADERS -> headers(length);
            case Frames.CONTINUATION -> append(0, length);
            case Frames.PRIORITY -> priority(payload, 0);
            case Frames.RST_STREAM -> receiver.reset(stream);
            case Frames.SETTINGS -> receiver.settings(isSet(Frames.ACK), payload, length);
            case Frames.PING -> receiver.ping(isSet(Frames.ACK), Arrays.copyOf(payload, 8));
            case Frames.GOAWAY -> receiver.goAway();
            case Frames.WINDOW_UPDATE ->
                receiver.windowUpdate(stream, FrameRules.integer(payload, 0) & Integer.MAX_VALUE);
            default -> throw new IllegalStateException("a frame of type " + type);
        }
        if (payload.length > 1024) {
            payload = new byte[64];
        }
    }

    private void priority(byte[] bytes, int from) throws ConnectionError {
        if ((FrameRules.integer(bytes, from) & Integer.MAX_VALUE) == stream) {
            throw new ConnectionError(Frames.PROTOCOL_ERROR, "A stream depends on itself.");
        }
        receiver.ignored();
    }

    private void headers(int length) throws ConnectionError {
        int from = 0;
        int to = length;
        if (isSet(Frames.PADDED)) {
            if (length == 0) {
                throw new ConnectionError(Frames.FRAME_SIZE_ERROR, "A padded frame has no padding length.");
            }
            to -= payload[from++] & 0xff;
        }
        if (isSet(Frames.PRIORITIZED)) {
            if (to - from < 5) {
                throw new ConnectionError(Frames.PROTOCOL_ERROR, "The padding of a frame is longer than the frame.");
            }
            if ((FrameRules.integer(payload, from) & Integer.MAX_VALUE) == stream) {
                throw new ConnectionError(Frames.PROTOCOL_ERROR, "A stream depends on itself.");
            }
            from += 5;
        }
        if (to < from) {
            throw new ConnectionError(Frames.PROTOCOL_ERROR, "The padding of a frame is longer than the frame.");
        }
        block.begin(stream, isSet(Frames.END_STREAM));
        append(from, to);
    }

    private void append(int from, int to) throws ConnectionError {
        boolean isLast = isSet(Frames.END_HEADERS);
        if (isLast && block.length() == 0 && from == 0) {
            // A block in one frame needs no copy.
            receiver.headers(block.complete(), block.endsStream(), payload, to);
            return;
        }
        block.append(payload, from, to);
        if (!isLast) {
            receiver.ignored();
            return;
        }
        receiver.headers(block.complete(), block.endsStream(), block.bytes(), block.length());
        block.release();
    }

    private boolean isSet(int flag) {
        return (header[4] & flag) != 0;
    }
}
