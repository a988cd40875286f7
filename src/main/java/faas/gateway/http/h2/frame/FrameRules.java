package faas.gateway.http.h2.frame;

/** Where the frames of each type may be, and how long (RFC 9113 §6). */
final class FrameRules {
    private FrameRules() {}

    /** Whether a frame is on the connection as a whole or on a stream, as its type demands. */
    static void checkStream(int type, int stream) throws ConnectionError {
        boolean ofConnection = type == Frames.SETTINGS || type == Frames.PING || type == Frames.GOAWAY;
        boolean ofStream = type == Frames.DATA
                || type == Frames.HEADERS
                || type == Frames.PRIORITY
                || type == Frames.RST_STREAM
                || type == Frames.CONTINUATION;
        if ((ofConnection && stream != 0) || (ofStream && stream == 0)) {
            throw new ConnectionError(Frames.PROTOCOL_ERROR, "A frame is on a stream on which it cannot be.");
        }
        if (type == Frames.PUSH_PROMISE) {
            throw new ConnectionError(Frames.PROTOCOL_ERROR, "A client cannot push.");
        }
    }

    /** Whether a frame is as long as its type demands. */
    static void checkLength(int type, boolean ack, int length) throws ConnectionError {
        boolean proper = switch (type) {
            case Frames.PRIORITY -> length == 5;
            case Frames.RST_STREAM, Frames.WINDOW_UPDATE -> length == 4;
            case Frames.SETTINGS -> length % 6 == 0 && (!ack || length == 0);
            case Frames.PING -> length == 8;
            case Frames.GOAWAY -> length >= 8;
            default -> true;
        };
        if (!proper) {
            throw new ConnectionError(Frames.FRAME_SIZE_ERROR, "A frame has a length that its type cannot have.");
        }
    }

    /** Four bytes as a number. */
    static int integer(byte[] bytes, int from) {
        return ((bytes[from] & 0xff) << 24)
                | ((bytes[from + 1] & 0xff) << 16)
                | ((bytes[from + 2] & 0xff) << 8)
                | (bytes[from + 3] & 0xff);
    }
}
