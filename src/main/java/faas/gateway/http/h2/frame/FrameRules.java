package faas.gateway.http.h2.frame;

/** On which streams the frames of each type are allowed, and with what length (RFC 9113 §6). */
final class FrameRules {
    private FrameRules() {}

    /** Checks that a frame is on the connection or on a stream, as its type requires. */
    static void checkStream(int type, int stream) throws ConnectionError {
        boolean ofConnection = type == Frames.SETTINGS || type == Frames.PING || type == Frames.GOAWAY;
        boolean ofStream = type == Frames.DATA
                || type == Frames.HEADERS
                || type == Frames.PRIORITY
                || type == Frames.RST_STREAM
                || type == Frames.CONTINUATION;
        if ((ofConnection && stream != 0) || (ofStream && stream == 0)) {
            throw new ConnectionError(Frames.PROTOCOL_ERROR, "A frame is on a stream that its type does not allow.");
        }
        if (type == Frames.PUSH_PROMISE) {
            throw new ConnectionError(Frames.PROTOCOL_ERROR, "A client sent PUSH_PROMISE.");
        }
    }

    /** Checks the length that the type of a frame requires. */
    static void checkLength(int type, boolean ack, int length) throws ConnectionError {
        boolean valid = switch (type) {
            case Frames.PRIORITY -> length == 5;
            case Frames.RST_STREAM, Frames.WINDOW_UPDATE -> length == 4;
            case Frames.SETTINGS -> length % 6 == 0 && (!ack || length == 0);
            case Frames.PING -> length == 8;
            case Frames.GOAWAY -> length >= 8;
            default -> true;
        };
        if (!valid) {
            throw new ConnectionError(Frames.FRAME_SIZE_ERROR, "The length of a frame is not allowed for its type.");
        }
    }

    /** Four bytes as an integer. */
    static int integer(byte[] bytes, int from) {
        return ((bytes[from] & 0xff) << 24)
                | ((bytes[from + 1] & 0xff) << 16)
                | ((bytes[from + 2] & 0xff) << 8)
                | (bytes[from + 3] & 0xff);
    }
}
