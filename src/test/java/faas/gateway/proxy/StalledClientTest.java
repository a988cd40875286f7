package faas.gateway.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import faas.gateway.GatewayFixture;
import faas.gateway.Policies;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A client who makes calls in a row and reads none of the answers, until they fill what lies between him and the gateway. */
class StalledClientTest {
    /** More than any system keeps for one connection. */
    private static final int CALLS = 6_000;

    private static final int BODY_BYTES = 4_000;
    private static final String CALL = "GET /f HTTP/1.1\r\nHost: h\r\n\r\n";
    private static final String ANSWER =
            "HTTP/1.1 200 OK\r\nContent-Length: " + BODY_BYTES + "\r\n\r\n" + "~".repeat(BODY_BYTES);

    @RegisterExtension
    final GatewayFixture gateway = new GatewayFixture();

    @RegisterExtension
    final Wire wire = new Wire();

    @Test
    void his_call_is_sent_once_and_is_no_fault_of_the_task() throws Exception {
        gateway.deploy("f", 1, Policies.timeout(Duration.ofSeconds(2)), wire.port());
        CountDownLatch stalled = new CountDownLatch(1);
        try (Socket client = Wire.call(gateway.port(), "")) {
            Thread calling = Thread.ofVirtual().start(() -> call(client));
            Thread.ofVirtual().start(() -> serve(stalled));
            stalled.await();

            List<String> lines = gateway.awaitAccessLog(line -> !line.contains("fault=-"));

            String last = lines.getLast();
            assertTrue(last.contains(" attempts=1 ") && last.endsWith("fault=caller_gone"), last);
            assertEquals(200, gateway.get("/f").statusCode());
            calling.join();
        }
    }

    @Test
    void he_gets_every_byte_once_he_reads() throws Exception {
        gateway.deploy("f", wire.port());
        CountDownLatch stalled = new CountDownLatch(1);
        try (Socket client = Wire.call(gateway.port(), "")) {
            Thread.ofVirtual().start(() -> call(client));
            Thread.ofVirtual().start(() -> serve(stalled));
            stalled.await();

            assertEquals((long) CALLS * BODY_BYTES, bodyBytes(client, (long) CALLS * BODY_BYTES));
        }
        assertTrue(gateway.accessLog(CALLS).stream().allMatch(line -> line.endsWith("fault=-")));
    }

    private static void call(Socket client) {
        try {
            for (int i = 0; i < CALLS; i++) {
                Wire.write(client, CALL);
            }
        } catch (IOException cutOff) {
            // The gateway gave him up.
        }
    }

    /** Answers all calls, on as many connections as are made, and tells when none has come on one for a while. */
    private void serve(CountDownLatch stalled) {
        try {
            while (true) {
                Socket function = wire.accept();
                Thread.ofVirtual().start(() -> serve(function, stalled));
            }
        } catch (IOException over) {
            // The test is over.
        }
    }

    private static void serve(Socket connection, CountDownLatch stalled) {
        try (Socket function = connection) {
            function.setSoTimeout(700);
            answer(function, stalled);
        } catch (IOException closed) {
            // The gateway gave it up, or the test is over.
        }
    }

    private static void answer(Socket function, CountDownLatch stalled) throws IOException {
        while (true) {
            try {
                Wire.readUntil(function, "\r\n\r\n");
            } catch (SocketTimeoutException none) {
                stalled.countDown();
                function.setSoTimeout(10_000);
                continue;
            }
            Wire.write(function, ANSWER);
        }
    }

    /** How many bytes of bodies come, up to so many. */
    private static long bodyBytes(Socket client, long atMost) throws IOException {
        InputStream in = client.getInputStream();
        byte[] buffer = new byte[64 * 1024];
        long seen = 0;
        while (seen < atMost) {
            int read = in.read(buffer);
            if (read < 0) {
                return seen;
            }
            for (int i = 0; i < read; i++) {
                seen += buffer[i] == '~' ? 1 : 0;
            }
        }
        return seen;
    }
}
