package faas.gateway.admin;

import static org.junit.jupiter.api.Assertions.assertTrue;

import faas.gateway.GatewayFixture;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The page of a gateway that stops; while it drains, its operator can still look. */
class UiStopTest {
    @RegisterExtension
    final GatewayFixture gateway = new GatewayFixture("FAAS_DRAIN_DELAY", "3s");

    @Test
    void whoever_looks_learns_that_the_gateway_stops() throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + gateway.adminPort() + "/ui/events"))
                .build();
        try (EventStream stream = new EventStream(gateway.client(), request)) {
            stream.await("hello");

            CompletableFuture<Void> stopped = CompletableFuture.runAsync(gateway::stop);

            stream.await("bye");
            assertTrue(gateway.admin("/ui/state").body().contains("\"stopping\":true"));
            stopped.join();
        }
    }
}
