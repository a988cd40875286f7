package faas.gateway.http.h2.frame;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** Takes the frames of a connection apart (RFC 9113 §4.1), in whatever pieces they come. Used on one IO thread. */
public final class FrameReader {
    /** What is made of DATA frames. */
    public interface DataReceiver {
        /** The header of a DATA frame; its flow-controlled length includes the padding. */
        void data(int stream, int length) throws ConnectionError;

        /** Some of its content. */
        void dataBytes(int stream, ByteBuffer bytes) throws ConnectionError;

        void dataEnd(int stream, boolean endStream, int padding) throws ConnectionError;
    }

    /** What is made of all others. */
    public interface Receiver {
        /** A whole field block. */
        void headers(int stream, boolean endStream, byte[] block, int length) throws ConnectionError;

        void settings(boolean ack, byte[] payload, int length) throws ConnectionError;

        void ping(boolean ack, byte[] payload) throws ConnectionError;

        void goAway() throws ConnectionError;

        void reset(int stream) throws ConnectionError;

        void windowUpdate(int stream, int increment) throws ConnectionError;

        /** A frame without effect: a priority, one of an unknown type, a piece of a field block. */
        void withoutEffect() throws ConnectionError;
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
    private final DataReceiver bodies;
    private final int maxBlockBytes;
    private final byte[] header = new byte[Frames.HEADER_BYTES];
    private State state = State.PREFACE;
    private int at;
    private byte[] payload = new byte[64];
    private int length;
    private int type;
    private int flags;
    private int stream;
    private int left;
    private int padding;
    /** The stream whose field block goes on in further frames; 0 if none does. */
    private int blockStream;

    private boolean blockEndsStream;
    private byte[] block = {};
    private int blockLength;
    private boolean settingsSeen;

    /** @param maxBlockBytes a longer field block, as it is encoded, ends the connection */
    public FrameReader(Receiver receiver, DataReceiver bodies, int maxBlockBytes) {
        this.receiver = receiver;
        this.bodies = bodies;
        this.maxBlockBytes = maxBlockBytes;
    }

    /** Whether the preface or a field block has begun and is not complete. */
    public boolean isAmidHead() {
        return blockStream != 0 || state == State.PREFACE || (state == State.PAYLOAD && type == Frames.HEADERS);
    }

    public void read(ByteBuffer bytes) throws ConnectionError {
        while (bytes.hasRemaining() || isComplete()) {
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

    /** Whether the frame at hand can be finished without a further byte. */
    private boolean isComplete() {
        return switch (state) {
            case DATA, PADDING, SKIP, PAYLOAD -> left == 0;
            case PREFACE, HEADER, PAD_LENGTH -> false;
        };
    }

    private void preface(ByteBuffer bytes) throws ConnectionError {
        while (bytes.hasRemaining() && at < Frames.PREFACE.length) {
            if (bytes.get() != Frames.PREFACE[at++]) {
                throw new ConnectionError(
                        Frames.PROTOCOL_ERROR, "The connection does not begin with the preface of HTTP/2.");
            }
        }
        if (at == Frames.PREFACE.length) {
            toHeader();
        }
    }

    private void toHeader() {
        state = State.HEADER;
        at = 0;
    }

    private void header(ByteBuffer bytes) throws ConnectionError {
        int now = Math.min(bytes.remaining(), Frames.HEADER_BYTES - at);
        bytes.get(header, at, now);
        at += now;
        if (at < Frames.HEADER_BYTES) {
            return;
        }
        length = ((header[0] & 0xff) << 16) | ((header[1] & 0xff) << 8) | (header[2] & 0xff);
        type = header[3] & 0xff;
        flags = header[4] & 0xff;
        stream = FrameRules.integer(header, 5) & Integer.MAX_VALUE;
        left = length;
        padding = 0;
        begin();
    }

    private void begin() throws ConnectionError {
        if (length > Frames.MAX_BYTES) {
            throw new ConnectionError(Frames.FRAME_SIZE_ERROR, "A frame is longer than the gateway takes.");
        }
        if (blockStream != 0 && (type != Frames.CONTINUATION || stream != blockStream)) {
            throw new ConnectionError(Frames.PROTOCOL_ERROR, "A field block is interrupted by another frame.");
        }
        if (!settingsSeen && type != Frames.SETTINGS) {
            throw new ConnectionError(Frames.PROTOCOL_ERROR, "The first frame is not SETTINGS.");
        }
        settingsSeen = true;
        FrameRules.checkStream(type, stream);
        FrameRules.checkLength(type, isSet(Frames.ACK), length);
        if (type == Frames.CONTINUATION && blockStream == 0) {
            throw new ConnectionError(Frames.PROTOCOL_ERROR, "A field block goes on that has not begun.");
        }
        if (type == Frames.DATA) {
            bodies.data(stream, length);
            state = isSet(Frames.PADDED) ? State.PAD_LENGTH : State.DATA;
            if (isSet(Frames.PADDED) && length == 0) {
                throw new ConnectionError(Frames.FRAME_SIZE_ERROR, "A padded frame has no length of its padding.");
            }
            return;
        }
        at = 0;
        if (type > Frames.CONTINUATION) {
            state = State.SKIP;
            receiver.withoutEffect();
            return;
        }
        if (payload.length < length) {
            payload = new byte[length];
        }
        state = State.PAYLOAD;
    }

    private void padLength(ByteBuffer bytes) throws ConnectionError {
        padding = bytes.get() & 0xff;
        left--;
        if (padding > left) {
            throw new ConnectionError(Frames.PROTOCOL_ERROR, "A frame has more padding than bytes.");
        }
        left -= padding;
        state = State.DATA;
    }

    private void data(ByteBuffer bytes) throws ConnectionError {
        int now = Math.min(left, bytes.remaining());
        if (now > 0) {
            bodies.dataBytes(stream, bytes.slice(bytes.position(), now));
            bytes.position(bytes.position() + now);
            left -= now;
        }
        if (left == 0) {
            int extra = isSet(Frames.PADDED) ? padding + 1 : 0;
            left = padding;
            state = State.PADDING;
            bodies.dataEnd(stream, isSet(Frames.END_STREAM), extra);
        }
    }

    private void skip(ByteBuffer bytes) {
        int now = Math.min(left, bytes.remaining());
        bytes.position(bytes.position() + now);
        left -= now;
        if (left == 0) {
            toHeader();
        }
    }

    private void payload(ByteBuffer bytes) throws ConnectionError {
        int now = Math.min(left, bytes.remaining());
        bytes.get(payload, at, now);
        at += now;
        left -= now;
        if (left > 0) {
            return;
        }
        toHeader();
        switch (type) {
            case Frames.HEADERS -> headers();
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
        receiver.withoutEffect();
    }

    private void headers() throws ConnectionError {
        int from = 0;
        int to = length;
        if (isSet(Frames.PADDED)) {
            if (length == 0) {
                throw new ConnectionError(Frames.FRAME_SIZE_ERROR, "A padded frame has no length of its padding.");
            }
            to -= payload[from++] & 0xff;
        }
        if (isSet(Frames.PRIORITIZED)) {
            if (to - from < 5) {
                throw new ConnectionError(Frames.PROTOCOL_ERROR, "A frame has more padding than bytes.");
            }
            if ((FrameRules.integer(payload, from) & Integer.MAX_VALUE) == stream) {
                throw new ConnectionError(Frames.PROTOCOL_ERROR, "A stream depends on itself.");
            }
            from += 5;
        }
        if (to < from) {
            throw new ConnectionError(Frames.PROTOCOL_ERROR, "A frame has more padding than bytes.");
        }
        blockStream = stream;
        blockEndsStream = isSet(Frames.END_STREAM);
        blockLength = 0;
        append(from, to);
    }

    private void append(int from, int to) throws ConnectionError {
        int more = to - from;
        if (isSet(Frames.END_HEADERS) && blockLength == 0 && from == 0) {
            endBlock(payload, more);
            return;
        }
        if (blockLength + more > maxBlockBytes) {
            throw new ConnectionError(Frames.ENHANCE_YOUR_CALM, "A field block is longer than the gateway takes.");
        }
        if (block.length < blockLength + more) {
            block = Arrays.copyOf(block, Math.max(blockLength + more, 2 * block.length));
        }
        System.arraycopy(payload, from, block, blockLength, more);
        blockLength += more;
        if (isSet(Frames.END_HEADERS)) {
            endBlock(block, blockLength);
        } else {
            receiver.withoutEffect();
        }
    }

    private void endBlock(byte[] bytes, int size) throws ConnectionError {
        int of = blockStream;
        blockStream = 0;
        receiver.headers(of, blockEndsStream, bytes, size);
        if (block.length > 1024) {
            block = new byte[0];
        }
    }

    private boolean isSet(int flag) {
        return (flags & flag) != 0;
    }
}
