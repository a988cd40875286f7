package faas.gateway;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.ok;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class DrainTest {
    @RegisterExtension
    final GatewayFixture gateway = new GatewayFixture("FAAS_DRAIN_DELAY", "2s");

    @RegisterExtension
    final WireMockExtension task = Tasks.wireMock();

    @Test
    void a_call_in_flight_finishes_while_connections_are_refused_and_further_calls_told_why() throws Exception {
        task.stubFor(any(urlEqualTo("/")).willReturn(ok("done").withFixedDelay(3_500)));
        gateway.deploy("slow", task.getPort());
        CompletableFuture<HttpResponse<String>> call = gateway.client()
                .sendAsync(HttpRequest.newBuilder(gateway.uri("/slow")).build(), BodyHandlers.ofString());
        Await.until("the call to be in flight", Duration.ofSeconds(10), gateway::openLeases, open -> open == 1);
        int port = gateway.port();
        try (Socket idle = new Socket(InetAddress.getLoopbackAddress(), port);
                Socket late = new Socket(InetAddress.getLoopbackAddress(), port)) {
            late.getOutputStream().write("GET /slow/2 HTTP/1.1\r\n".getBytes(StandardCharsets.US_ASCII));

            CompletableFuture<Void> stopped = CompletableFuture.runAsync(gateway::stop);
            HttpResponse<String> ready = Await.until(
                    "not ready", Duration.ofSeconds(10), () -> gateway.admin("/readyz"), r -> r.statusCode() == 503);

            assertEquals("draining: the gateway is stopping\n", ready.body());
            idle.setSoTimeout(10_000);
            assertEquals(-1, idle.getInputStream().read());
            assertThrows(ConnectException.class, () -> new Socket(InetAddress.getLoopbackAddress(), port).close());
            late.getOutputStream().write("Host: h\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            String refused = new String(late.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertTrue(refused.startsWith("HTTP/1.1 503 "), refused);
            assertTrue(refused.contains("\"draining\""), refused);
            assertTrue(refused.contains("Retry-After: 1\r\n"), refused);
            HttpResponse<String> done = call.get(10, TimeUnit.SECONDS);
            assertEquals("done", done.body());
            assertEquals(Optional.of("close"), done.headers().firstValue("Connection"));
            stopped.get(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void after_the_signal_calls_are_still_accepted_but_each_response_closes_its_connection() throws Exception {
        task.stubFor(any(anyUrl()).willReturn(ok("at once")));
        gateway.deploy("quick", task.getPort());
        assertEquals(Optional.empty(), gateway.get("/quick").headers().firstValue("Connection"));

        CompletableFuture<Void> stopped = CompletableFuture.runAsync(gateway::stop);
        Await.until("not ready", Duration.ofSeconds(10), () -> gateway.admin("/readyz"), r -> r.statusCode() == 503);

        for (String path : List.of("/quick", "/unknown")) {
            HttpResponse<String> answer = gateway.get(path);
            assertEquals(path.equals("/quick") ? 200 : 404, answer.statusCode());
            assertEquals(Optional.of("close"), answer.headers().firstValue("Connection"));
        }
        stopped.get(10, TimeUnit.SECONDS);
    }
}
