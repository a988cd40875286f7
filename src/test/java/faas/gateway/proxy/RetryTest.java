package faas.gateway.proxy;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.ok;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import faas.gateway.GatewayFixture;
import faas.gateway.Policies;
import faas.gateway.Tasks;
import faas.gateway.function.DeployedFunction;
import faas.gateway.function.Endpoint;
import faas.gateway.function.FunctionPolicy;
import faas.gateway.function.FunctionService;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls that one task fails, and another one answers. */
class RetryTest {
    @RegisterExtension
    final GatewayFixture gateway = new GatewayFixture("FAAS_CONNECT_TIMEOUT", "200ms");

    @RegisterExtension
    final WireMockExtension good = Tasks.wireMock();

    @RegisterExtension
    final WireMockExtension bad = Tasks.wireMock();

    @RegisterExtension
    final Wire wire = new Wire();

    @ParameterizedTest
    @ValueSource(strings = {"EMPTY_RESPONSE", "CONNECTION_RESET_BY_PEER"})
    void a_get_that_a_task_drops_is_answered_by_another(String fault) {
        bad.stubFor(any(anyUrl()).willReturn(aResponse().withFault(Fault.valueOf(fault))));
        good.stubFor(any(anyUrl()).willReturn(ok("good")));
        gateway.deploy("f", bad.getPort(), good.getPort());

        List<String> answers =
                List.of(gateway.get("/f").body(), gateway.get("/f").body());

        assertEquals(List.of("good", "good"), answers);
        assertTrue(gateway.admin("/metrics").body().contains("faas_gateway_retries_total{function=\"f\"} 1"));
    }

    @Test
    void a_post_that_a_task_drops_is_not_sent_twice() {
        bad.stubFor(any(anyUrl()).willReturn(aResponse().withFault(Fault.EMPTY_RESPONSE)));
        good.stubFor(any(anyUrl()).willReturn(ok("good")));
        gateway.deploy("f", bad.getPort(), good.getPort());

        List<Integer> statuses = List.of(
                gateway.post("/f", "x").statusCode(), gateway.post("/f", "x").statusCode());

        assertEquals(List.of(502, 200), statuses);
        assertEquals(1, bad.findAll(anyRequestedFor(anyUrl())).size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "POST", "PATCH", "DELETE"})
    void a_call_that_a_task_did_not_take_is_answered_by_another_whatever_its_method(String method) throws Exception {
        bad.stubFor(any(anyUrl()).willReturn(notTaken()));
        good.stubFor(any(anyUrl()).willReturn(ok("good")));
        gateway.deploy("f", bad.getPort(), good.getPort());

        assertEquals("good", gateway.send(noBody(method)).body());
        assertEquals("good", gateway.send(noBody(method)).body());
    }

    @Test
    void a_body_that_is_on_its_way_is_not_sent_twice_so_its_client_gets_the_refusal() {
        bad.stubFor(any(anyUrl()).willReturn(notTaken()));
        gateway.deploy("f", bad.getPort());

        HttpResponse<String> answer = gateway.post("/f", "x");

        assertEquals(503, answer.statusCode());
        assertEquals("stopping", answer.body());
    }

    @Test
    void a_503_that_does_not_say_so_is_an_answer() {
        bad.stubFor(any(anyUrl()).willReturn(aResponse().withStatus(503)));
        gateway.deploy("f", bad.getPort());

        assertEquals(503, gateway.get("/f").statusCode());
        assertEquals(1, bad.findAll(anyRequestedFor(anyUrl())).size());
    }

    private HttpRequest noBody(String method) {
        return HttpRequest.newBuilder(gateway.uri("/f"))
                .method(method, BodyPublishers.noBody())
                .build();
    }

    private static ResponseDefinitionBuilder notTaken() {
        return aResponse().withStatus(503).withHeader("X-Not-Taken", "true").withBody("stopping");
    }

    @Test
    void a_call_is_sent_again_no_more_often_than_its_functions_label_says() {
        bad.stubFor(any(anyUrl()).willReturn(aResponse().withFault(Fault.EMPTY_RESPONSE)));
        gateway.deploy(sixTasks("never", Policies.retries(0)));
        gateway.deploy(sixTasks("often", Policies.retries(4)));

        gateway.get("/never");
        gateway.get("/often");

        List<String> log = gateway.accessLog(2);
        assertTrue(log.get(0).contains(" attempts=1 "), log.get(0));
        assertTrue(log.get(1).contains(" attempts=5 "), log.get(1));
    }

    private DeployedFunction sixTasks(String name, FunctionPolicy policy) {
        List<Endpoint> endpoints = IntStream.rangeClosed(1, 6)
                .mapToObj(i -> new Endpoint(name + i, name, "node1", i, "127.0.0.1", bad.getPort()))
                .toList();
        return new DeployedFunction(
                name, List.of(new FunctionService(name, name, 8080, 6, policy, endpoints, List.of())));
    }

    @Test
    void the_only_task_of_a_function_is_not_sent_again_what_it_broke_off() {
        bad.stubFor(any(anyUrl()).willReturn(aResponse().withFault(Fault.EMPTY_RESPONSE)));
        gateway.deploy("f", bad.getPort());

        assertEquals(502, gateway.get("/f").statusCode());
        assertEquals(1, bad.findAll(anyRequestedFor(anyUrl())).size());
    }

    @Test
    void a_put_with_a_body_is_not_sent_twice() throws Exception {
        good.stubFor(any(anyUrl()).willReturn(ok("good")));
        gateway.deploy("f", wire.port(), good.getPort());
        CompletableFuture<HttpResponse<String>> answer = gateway.client()
                .sendAsync(
                        HttpRequest.newBuilder(gateway.uri("/f"))
                                .PUT(BodyPublishers.ofString("body"))
                                .build(),
                        BodyHandlers.ofString());
        try (Socket function = wire.accept()) {
            Wire.readUntil(function, "body");
        }

        assertEquals(502, answer.join().statusCode());
        assertEquals(List.of(), good.findAll(anyRequestedFor(anyUrl())));
    }

    @Test
    void an_idle_connection_that_was_closed_meanwhile_costs_no_call() throws IOException {
        gateway.deploy("f", wire.port());
        for (int i = 0; i < 5; i++) {
            CompletableFuture<HttpResponse<String>> answer = gateway.getLater("/f");
            try (Socket function = wire.acceptCall()) {
                Wire.write(function, "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n" + i);
                assertEquals(Integer.toString(i), answer.join().body());
            }
        }
    }

    @Test
    void a_task_whose_connections_time_out_is_left_out_after_the_first() throws IOException {
        good.stubFor(any(anyUrl()).willReturn(ok("good")));
        try (Deaf deaf = new Deaf()) {
            deaf.stopListening();
            gateway.deploy("f", deaf.port(), good.getPort());

            for (int i = 0; i < 6; i++) {
                assertEquals("good", gateway.get("/f").body());
            }
        }
        assertEquals(List.of("f"), gateway.suspected());
        long twice = gateway.accessLog(6).stream()
                .filter(line -> line.contains(" attempts=2 "))
                .count();
        assertTrue(twice >= 1 && twice <= 2, () -> "attempts=2 in " + twice + " calls");
    }

    @Test
    void a_get_on_a_task_that_is_lost_is_answered_by_another() throws IOException {
        good.stubFor(any(anyUrl()).willReturn(ok("good")));
        try (Deaf deaf = new Deaf()) {
            gateway.deploy("f", deaf.port(), good.getPort());
            CompletableFuture<HttpResponse<String>> answer = gateway.getLater("/f");
            try (Socket taken = deaf.accept()) {
                Wire.readUntil(taken, "\r\n\r\n");
                deaf.stopListening();

                assertEquals("good", answer.join().body());
            }
        }
        assertEquals(List.of("f"), gateway.suspected());
    }

    @Test
    void that_the_lost_task_answered_another_call_just_before_does_not_hide_its_loss() throws IOException {
        good.stubFor(any(anyUrl()).willReturn(ok("good")));
        try (Deaf deaf = new Deaf()) {
            gateway.deploy("f", deaf.port(), good.getPort());
            CompletableFuture<HttpResponse<String>> caught = gateway.getLater("/f");
            try (Socket one = deaf.accept()) {
                Wire.readUntil(one, "\r\n\r\n");
                assertEquals("good", gateway.get("/f").body());
                CompletableFuture<HttpResponse<String>> lucky = gateway.getLater("/f");
                try (Socket other = deaf.accept()) {
                    Wire.readUntil(other, "\r\n\r\n");
                    Wire.write(other, "HTTP/1.1 204 No Content\r\n\r\n");
                    assertEquals(204, lucky.join().statusCode());
                    deaf.stopListening();

                    assertEquals("good", caught.join().body());
                }
            }
        }
    }

    @Test
    void a_task_that_is_slow_but_there_is_waited_for() throws IOException {
        good.stubFor(any(anyUrl()).willReturn(ok("good")));
        gateway.deploy("f", 2, Policies.timeout(Duration.ofSeconds(20)), wire.port(), good.getPort());
        CompletableFuture<HttpResponse<String>> answer = gateway.getLater("/f");
        try (Socket slow = wire.accept()) {
            Wire.readUntil(slow, "\r\n\r\n");
            // The check of the way comes, and goes without a request.
            try (Socket check = wire.accept()) {
                assertEquals("", Wire.readToEnd(check));
            }

            Wire.write(slow, "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nslow");
            assertEquals("slow", answer.join().body());
        }
    }

    @Test
    void a_functions_label_sets_how_long_its_calls_may_be_still() {
        bad.stubFor(any(anyUrl()).willReturn(ok().withFixedDelay(60_000)));
        gateway.deploy("f", 1, Policies.timeout(Duration.ofMillis(200)), bad.getPort());

        assertEquals(504, gateway.get("/f").statusCode());
    }

    @Test
    void a_functions_label_puts_a_path_in_front_of_the_clients() {
        good.stubFor(any(anyUrl()).willReturn(ok()));
        FunctionPolicy prefixed = Policies.path("/api/v1");
        gateway.deploy("f", 1, prefixed, good.getPort());

        gateway.get("/f/x%2Fy?q=1");
        gateway.get("/f");

        assertEquals(
                List.of("/api/v1/x%2Fy?q=1", "/api/v1/"),
                good.findAll(anyRequestedFor(anyUrl())).stream()
                        .map(request -> request.getUrl())
                        .toList());
    }
}
