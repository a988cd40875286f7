package faas.gateway;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.ok;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class DrainTest {
    @RegisterExtension
    final GatewayFixture gateway = new GatewayFixture("FAAS_DRAIN_DELAY", "300ms");

    @RegisterExtension
    final WireMockExtension replica =
            WireMockExtension.newInstance().options(options().dynamicPort()).build();

    @Test
    void a_call_in_flight_is_finished_and_further_ones_are_told_of_the_end() throws Exception {
        replica.stubFor(any(anyUrl()).willReturn(ok("at once")));
        replica.stubFor(any(urlEqualTo("/")).willReturn(ok("done").withFixedDelay(1_500)));
        gateway.deploy("slow", replica.getPort());
        CompletableFuture<HttpResponse<String>> call = gateway.client()
                .sendAsync(HttpRequest.newBuilder(gateway.uri("/slow")).build(), BodyHandlers.ofString());
        Await.until("the call to be in flight", Duration.ofSeconds(10), gateway::openLeases, open -> open == 1);

        CompletableFuture<Void> stopped = CompletableFuture.runAsync(gateway::stop);
        HttpResponse<String> ready = Await.until(
                "not ready", Duration.ofSeconds(10), () -> gateway.admin("/readyz"), r -> r.statusCode() == 503);

        assertEquals("draining: the gateway is about to stop\n", ready.body());
        HttpResponse<String> refused = Await.until(
                "a refusal", Duration.ofSeconds(10), () -> gateway.get("/slow/2"), r -> r.statusCode() == 503);
        assertTrue(refused.body().contains("\"draining\""), refused::body);
        assertEquals("1", refused.headers().firstValue("Retry-After").orElseThrow());
        assertEquals("done", call.get(10, TimeUnit.SECONDS).body());
        stopped.get(10, TimeUnit.SECONDS);
    }
}
