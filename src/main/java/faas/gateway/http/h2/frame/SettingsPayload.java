package faas.gateway.http.h2.frame;

/** Parses and checks the payload of a client's SETTINGS frame (RFC 9113 §6.5). */
public final class SettingsPayload {
    private static final int ENTRY_BYTES = 6;

    /** Receives the settings that concern the gateway, in order. */
    public interface Receiver {
        void maxTableBytes(long bytes);

        void initialWindow(int bytes) throws ConnectionError;
    }

    private SettingsPayload() {}

    public static void read(byte[] payload, int length, Receiver to) throws ConnectionError {
        for (int at = 0; at < length; at += ENTRY_BYTES) {
            int number = ((payload[at] & 0xff) << 8) | (payload[at + 1] & 0xff);
            long value = ((payload[at + 2] & 0xffL) << 24)
                    | ((payload[at + 3] & 0xff) << 16)
                    | ((payload[at + 4] & 0xff) << 8)
                    | (payload[at + 5] & 0xff);
            switch (number) {
                case Frames.HEADER_TABLE_SIZE -> to.maxTableBytes(value);
                case Frames.ENABLE_PUSH -> check(value <= 1, Frames.PROTOCOL_ERROR);
                case Frames.INITIAL_WINDOW_SIZE -> {
                    check(value <= Frames.MAX_WINDOW, Frames.FLOW_CONTROL_ERROR);
                    to.initialWindow((int) value);
                }
                case Frames.MAX_FRAME_SIZE ->
                    check(value >= Frames.MAX_BYTES && value < 1 << 24, Frames.PROTOCOL_ERROR);
                default -> {}
            }
        }
    }

    /** Throws if a setting's value is not valid. */
    public static void check(boolean valid, int code) throws ConnectionError {
        if (!valid) {
            throw new ConnectionError(code, "A setting has an invalid value.");
        }
    }
}
