import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Attacks in HTTP/1.1, and on connections as such. */
final class Http1Attacks {
    /** Abandoned calls come in waves this far apart. */
    private static final long WAVE_MILLIS = 3_000;
    /** How long a client waits for the function before it hangs up. */
    private static final long WAIT_MILLIS = 500;

    private Http1Attacks() {}

    static Map<String, Attack> all() {
        Map<String, Attack> attacks = new HashMap<>();
        attacks.put("slow-heads", new Attack(2_000, 100, Http1Attacks::slowHead));
        attacks.put("large-heads", new Attack(2_000, 100, Http1Attacks::largeHead));
        attacks.put("slow-bodies", new Attack(2_000, 100, Http1Attacks::slowBody));
        attacks.put("slow-bodies-for-64-slots", new Attack(70, 1, Http1Attacks::oneByteOfBody));
        attacks.put("slow-readers", new Attack(8_600, 100, Http1Attacks::slowReader));
        attacks.put("abandoned-calls", new Attack(2_000, 100, Http1Attacks::abandonedCall));
        attacks.put("idle-connections", new Attack(9_000, 100, Connection::drain));
        attacks.put("connection-flood", new Attack(1_000, 100, Http1Attacks::resetConnection));
        attacks.put("one-byte-chunks", new Attack(8, 1, Http1Attacks::oneByteChunks));
        return attacks;
    }

    private static void slowHead(Connection connection) throws IOException, InterruptedException {
        connection.write(ascii("GET /quick/ HTTP/1.1\r\nHost: localhost\r\nX-Slow: "));
        connection.sendSlowly();
    }

    /** Fifteen kilobytes of fields, which are held until the slow function responds. */
    private static void largeHead(Connection connection) throws IOException {
        StringBuilder fields = new StringBuilder();
        for (int i = 0; i < 60; i++) {
            fields.append("X-Field-").append(i).append(": ").append("v".repeat(230)).append("\r\n");
        }
        connection.send(ascii("GET /slow/ HTTP/1.1\r\nHost: localhost\r\n" + fields + "\r\n"), 1);
        connection.drain();
    }

    private static void slowBody(Connection connection) throws IOException, InterruptedException {
        connection.write(post("/sink/", "Content-Length: 1000000"));
        connection.sendSlowly();
    }

    private static void oneByteOfBody(Connection connection) throws IOException {
        connection.send(ascii("%sx".formatted(new String(post("/slots/", "Content-Length: 1000"), StandardCharsets.US_ASCII))), 1);
        connection.drain();
    }

    private static void slowReader(Connection connection) throws IOException, InterruptedException {
        connection.send(get("/large/"), 1);
        connection.readSlowly();
    }

    private static void abandonedCall(Connection connection) throws IOException, InterruptedException {
        TimeUnit.MILLISECONDS.sleep(WAVE_MILLIS - System.currentTimeMillis() % WAVE_MILLIS);
        connection.send(get("/slow/"), 1);
        TimeUnit.MILLISECONDS.sleep(WAIT_MILLIS);
    }

    private static void resetConnection(Connection connection) {
        // It is closed at once, with a reset, and opened anew after a pause.
    }

    private static void oneByteChunks(Connection connection) throws IOException, InterruptedException {
        connection.drainInBackground();
        connection.write(post("/sink/", "Transfer-Encoding: chunked"));
        int perBatch = 200;
        byte[] batch = ascii("1\r\nx\r\n".repeat(perBatch));
        while (true) {
            connection.send(batch, perBatch);
            connection.awaitNextBatch();
        }
    }

    private static byte[] get(String path) {
        return ascii("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
    }

    private static byte[] post(String path, String framing) {
        return ascii("POST " + path + " HTTP/1.1\r\nHost: localhost\r\n" + framing + "\r\n\r\n");
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
