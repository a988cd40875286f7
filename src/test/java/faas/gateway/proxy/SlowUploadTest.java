package faas.gateway.proxy;

import static org.junit.jupiter.api.Assertions.assertTrue;

import faas.gateway.Policies;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A client that sends too slowly, though it never stops, to a function with few slots. */
class SlowUploadTest {
    private static final int MORE_THAN_ENOUGH = 2_000;
    private static final int BETWEEN_BYTES_MILLIS = 2;

    /** An IO thread's clock stops during longer steps. */
    private static final Duration STEP = Duration.ofMillis(20);

    @RegisterExtension
    final WiredGateway wire = new WiredGateway();

    @Test
    void a_byte_now_and_then_does_not_keep_memory_or_a_slot() throws Exception {
        wire.gateway().deploy("f", 1, Policies.maxInFlight(1), wire.taskPort());
        try (Socket client = wire.call("POST /f HTTP/1.1\r\nHost: h\r\nContent-Length: 1000000\r\n\r\n")) {
            client.setSoTimeout(BETWEEN_BYTES_MILLIS);
            boolean answered = false;
            for (int i = 0; i < MORE_THAN_ENOUGH && !answered; i++) {
                Wire.write(client, "x");
                wire.gateway().skip(STEP);
                answered = hasAnswer(client);
            }

            assertTrue(answered);
            client.setSoTimeout(Wire.PATIENCE_MILLIS);
            assertTrue(Wire.readUntil(client, "}\n").startsWith("TTP/1.1 408 "));
        }
    }

    private static boolean hasAnswer(Socket client) throws IOException {
        try {
            return client.getInputStream().read() == 'H';
        } catch (SocketTimeoutException e) {
            return false;
        }
    }
}
