package faas.gateway.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import faas.gateway.Policies;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A client that sends too slowly for a function with few slots. */
class SlowUploadTest {
    /** More than the gateway collects before a call gets a slot. */
    private static final int BEGINNING = 64 * 1024 + 1;

    private static final int MORE_THAN_ENOUGH = 6_000;

    /** The clock of an IO thread does not take longer steps. */
    private static final Duration STEP = Duration.ofMillis(20);

    @RegisterExtension
    final WiredGateway wire = new WiredGateway();

    @Test
    void a_byte_now_and_then_does_not_keep_a_slot() throws Exception {
        wire.gateway().deploy("f", 1, Policies.maxInFlight(1), wire.taskPort());
        String head = "POST /f HTTP/1.1\r\nHost: h\r\nContent-Length: 1000000\r\n\r\n";
        try (Socket client = wire.call(head + "x".repeat(BEGINNING));
                Socket function = wire.accept()) {
            Wire.readUntil(function, "\r\n\r\n");
            function.getInputStream().readNBytes(BEGINNING);
            int sent = 0;
            int received = 'x';
            while (received >= 0 && sent < MORE_THAN_ENOUGH) {
                Wire.write(client, "x");
                received = function.getInputStream().read();
                wire.gateway().skip(STEP);
                LockSupport.parkNanos(STEP.toNanos());
                sent++;
            }

            assertEquals(-1, received);
            assertTrue(Wire.readUntil(client, "}\n").startsWith("HTTP/1.1 408 "));
        }
    }
}
