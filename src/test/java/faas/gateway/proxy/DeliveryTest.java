package faas.gateway.proxy;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import faas.gateway.GatewayFixture;
import faas.gateway.Policies;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** On which connection, and for how long, a call is tried. */
class DeliveryTest {
    @RegisterExtension
    final GatewayFixture gateway = new GatewayFixture();

    @RegisterExtension
    final Wire wire = new Wire();

    @RegisterExtension
    final Wire other = new Wire();

    @Test
    void a_post_takes_no_connection_that_was_idle_for_long() throws IOException {
        gateway.deploy("f", wire.port());
        try (Socket client = Wire.call(gateway.port(), "GET /f HTTP/1.1\r\nHost: h\r\n\r\n");
                Socket idle = wire.accept()) {
            Wire.readUntil(idle, "\r\n\r\n");
            Wire.write(idle, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
            Wire.readUntil(client, "ok");
            gateway.skip(Duration.ofMillis(1_500));
            idle.setSoTimeout(300);
            assertThrows(
                    SocketTimeoutException.class, () -> idle.getInputStream().read());

            Wire.write(client, "POST /f HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\n\r\nab");

            try (Socket fresh = wire.accept()) {
                Wire.readUntil(fresh, "ab");
                Wire.write(fresh, "HTTP/1.1 204 No Content\r\n\r\n");
                assertTrue(Wire.readUntil(client, "\r\n\r\n").startsWith("HTTP/1.1 204 "));
            }
        }
    }

    @Test
    void all_tries_of_a_call_share_one_time() throws IOException {
        gateway.deploy("f", 2, Policies.timeout(Duration.ofSeconds(4)), wire.port(), other.port());
        try (Socket client = Wire.call(gateway.port(), "GET /f HTTP/1.1\r\nHost: h\r\n\r\n")) {
            try (Socket first = wire.accept()) {
                Wire.readUntil(first, "\r\n\r\n");
                first.setSoTimeout(3_000);
                assertThrows(
                        SocketTimeoutException.class,
                        () -> first.getInputStream().read());
            }
            try (Socket second = other.accept()) {
                Wire.readUntil(second, "\r\n\r\n");

                assertTrue(Wire.readUntil(client, "too_slow").startsWith("HTTP/1.1 504 "));
            }
        }
        // Seven seconds, if each try had its own.
        String line = gateway.accessLog(1).getFirst();
        assertTrue(line.matches(".* ms=[45]\\d{3}\\..*"), line);
    }
}
