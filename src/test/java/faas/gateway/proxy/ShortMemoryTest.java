package faas.gateway.proxy;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.ok;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;

import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import faas.gateway.Await;
import faas.gateway.GatewayFixture;
import faas.gateway.Tasks;
import faas.gateway.io.MemoryLimits;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Clients that make the gateway hold more than it may. No time of the gateway's own ends within what a test waits, so that
 * only the memory's limits help the others. The fixture sees that every lease ends and every buffer comes back.
 */
class ShortMemoryTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int CLIENTS = 40;
    private static final int CALLS = 32;
    private static final String CALL = "GET /f HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n";

    @RegisterExtension
    final GatewayFixture gateway = new GatewayFixture("FAAS_IO_THREADS", "1", "FAAS_TIMEOUT", "5m")
            .withMemory(new MemoryLimits(MemoryLimits.BUFFER_BYTES, 64, 1024 * 1024));

    @RegisterExtension
    final WireMockExtension task = Tasks.wireMock();

    @BeforeEach
    void deploy() {
        task.stubFor(any(anyUrl()).willReturn(ok("quick")));
        task.stubFor(any(urlEqualTo("/large")).willReturn(ok("x".repeat(100_000))));
        gateway.deploy("f", task.getPort());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/f/large", "/nobody"})
    void streams_that_are_not_let_go_on_do_not_keep_others_from_being_served(String path) throws Exception {
        List<Http2Client> stalled = new ArrayList<>();
        try {
            for (int i = 0; i < CLIENTS; i++) {
                Http2Client client = Http2Client.connect(gateway.port());
                stalled.add(client);
                stall(client, path);
            }

            awaitServed();
        } finally {
            for (Http2Client client : stalled) {
                client.close();
            }
        }
    }

    private static void stall(Http2Client client, String path) {
        try {
            client.holdBack();
            client.frame(Http2Client.SETTINGS, 0, 0, (byte) 0, (byte) 4, (byte) 0, (byte) 0, (byte) 0, (byte) 0);
            for (int i = 0; i < CALLS; i++) {
                client.get(1 + 2 * i, path);
            }
            client.flush();
        } catch (IOException closed) {
            // Memory was short already.
        }
    }

    /** Twenty calls in a row are answered, each on a connection of its own. */
    private void awaitServed() {
        AtomicInteger inARow = new AtomicInteger();
        Await.until(
                "calls of others to be answered",
                PATIENCE,
                () -> isServed() ? inARow.incrementAndGet() : inARow.getAndSet(0),
                served -> served == 20);
    }

    private boolean isServed() {
        try (Socket client = Wire.call(gateway.port(), CALL)) {
            return Wire.readToEnd(client).contains("quick");
        } catch (IOException cutOff) {
            return false;
        }
    }
}
