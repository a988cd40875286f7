package faas.gateway.proxy;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.ok;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import faas.gateway.Await;
import faas.gateway.GatewayFixture;
import faas.gateway.Policies;
import faas.gateway.Tasks;
import faas.gateway.function.FunctionPolicy;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Calls that wait for a task. */
class HoldTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final FunctionPolicy BRIEFLY = Policies.hold(Duration.ofMillis(100));

    @RegisterExtension
    final GatewayFixture gateway = new GatewayFixture(
            "FAAS_HOLD", "15s", "FAAS_MAX_HELD", "3", "FAAS_IO_THREADS", "1", "FAAS_GRACE_PERIOD", "1s");

    @RegisterExtension
    final WireMockExtension task = Tasks.wireMock();

    @RegisterExtension
    final Wire wire = new Wire();

    @Test
    void a_call_to_a_function_whose_task_is_on_its_way_waits_for_it() {
        task.stubFor(any(anyUrl()).willReturn(ok("here")));
        gateway.deploy("f", 1, FunctionPolicy.DEFAULT);
        CompletableFuture<HttpResponse<String>> answer = gateway.getLater("/f");
        awaitHeld(1);

        gateway.deploy("f", 1, FunctionPolicy.DEFAULT, task.getPort());

        assertEquals("here", answer.join().body());
        String line = gateway.accessLog(1).getFirst();
        assertTrue(line.matches(".* status=200 .* attempts=1 held=\\d+ fault=-"), line);
        assertTrue(gateway.admin("/metrics").body().contains("faas_gateway_calls_held_total{function=\"f\"} 1"));
    }

    @Test
    void a_body_waits_with_its_call() {
        task.stubFor(
                post(anyUrl()).withRequestBody(equalTo("x".repeat(100_000))).willReturn(ok("whole")));
        gateway.deploy("f", 1, FunctionPolicy.DEFAULT);
        CompletableFuture<HttpResponse<String>> answer = gateway.client()
                .sendAsync(
                        HttpRequest.newBuilder(gateway.uri("/f"))
                                .POST(BodyPublishers.ofString("x".repeat(100_000)))
                                .build(),
                        BodyHandlers.ofString());
        awaitHeld(1);

        gateway.deploy("f", 1, FunctionPolicy.DEFAULT, task.getPort());

        assertEquals("whole", answer.join().body());
    }

    @Test
    void a_function_scaled_to_zero_is_a_503_at_once() {
        gateway.deploy("f", 0, FunctionPolicy.DEFAULT);

        HttpResponse<String> answer = gateway.get("/f");

        assertEquals(503, answer.statusCode());
        assertEquals("1", answer.headers().firstValue("Retry-After").orElseThrow());
        assertTrue(gateway.accessLog(1).getFirst().endsWith("held=0 fault=no_task"));
    }

    @Test
    void with_its_label_it_waits_at_zero_and_is_answered_once_scaled() {
        task.stubFor(any(anyUrl()).willReturn(ok("awake")));
        FunctionPolicy patient = Policies.hold(Duration.ofSeconds(15));
        gateway.deploy("f", 0, patient);
        CompletableFuture<HttpResponse<String>> answer = gateway.getLater("/f");
        awaitHeld(1);
        gateway.deploy("f", 1, patient);

        gateway.deploy("f", 1, patient, task.getPort());

        assertEquals("awake", answer.join().body());
    }

    @Test
    void a_wait_in_vain_ends_with_a_503_to_be_tried_again() {
        gateway.deploy("f", 1, BRIEFLY);

        HttpResponse<String> answer = gateway.get("/f");

        assertEquals(503, answer.statusCode());
        assertTrue(answer.body().contains("no_task"), answer.body());
        assertEquals("1", answer.headers().firstValue("Retry-After").orElseThrow());
    }

    @Test
    void no_more_calls_wait_than_may() {
        task.stubFor(any(anyUrl()).willReturn(ok("here")));
        gateway.deploy("f", 1, FunctionPolicy.DEFAULT);
        List<CompletableFuture<HttpResponse<String>>> held =
                Stream.generate(() -> gateway.getLater("/f")).limit(3).toList();
        awaitHeld(3);

        HttpResponse<String> fourth = gateway.get("/f");

        assertEquals(503, fourth.statusCode());
        assertTrue(fourth.body().contains("\"busy\""), fourth.body());
        gateway.deploy("f", 1, FunctionPolicy.DEFAULT, task.getPort());
        held.forEach(answer -> assertEquals("here", answer.join().body()));
    }

    @Test
    void a_task_that_does_not_listen_yet_is_waited_for() throws IOException {
        int port = Tasks.refusingPort();
        gateway.deploy("f", 1, FunctionPolicy.DEFAULT, port);
        CompletableFuture<HttpResponse<String>> answer = gateway.getLater("/f");
        awaitHeld(1);

        try (ServerSocket late = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
                Socket function = late.accept()) {
            Wire.readUntil(function, "\r\n\r\n");
            Wire.write(function, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nup");
            assertEquals("up", answer.join().body());
        }
        assertEquals(List.of("f"), gateway.suspected());
        assertTrue(gateway.accessLog(1).getFirst().endsWith("fault=-"));
    }

    @Test
    void a_task_that_never_listens_is_waited_for_no_longer_than_a_call_may_wait() throws IOException {
        gateway.deploy("f", 1, BRIEFLY, Tasks.refusingPort());

        HttpResponse<String> first = gateway.get("/f");
        HttpResponse<String> second = gateway.get("/f");

        assertEquals(List.of(502, 502), List.of(first.statusCode(), second.statusCode()));
        assertTrue(gateway.accessLog(2).getLast().contains(" held=0 "));
    }

    @Test
    void a_task_that_was_tried_again_and_again_is_told_as_one() throws IOException {
        gateway.deploy("f", 1, Policies.hold(Duration.ofSeconds(2)), Tasks.refusingPort());

        HttpResponse<String> answer = gateway.get("/f");

        assertEquals(502, answer.statusCode());
        assertTrue(answer.body().contains("tasks tried: 1."), answer.body());
        String line = gateway.accessLog(1).getFirst();
        assertTrue(line.matches(".* attempts=([2-9]|\\d\\d+) .*"), line);
    }

    @Test
    void a_call_whose_every_task_dies_under_it_waits_for_their_successors() throws IOException {
        task.stubFor(any(anyUrl()).willReturn(ok("successor")));
        gateway.deploy("f", 3, FunctionPolicy.DEFAULT, wire.port(), Tasks.refusingPort(), Tasks.refusingPort());
        CompletableFuture<HttpResponse<String>> answer = gateway.getLater("/f");
        try (Socket dying = wire.accept()) {
            Wire.readUntil(dying, "\r\n\r\n");
            wire.stopListening();
        }
        awaitHeld(1);

        gateway.deploy("f", 3, FunctionPolicy.DEFAULT, task.getPort());

        assertEquals("successor", answer.join().body());
    }

    @Test
    void a_call_that_waits_when_the_gateway_stops_is_told_so() {
        gateway.deploy("f", 1, FunctionPolicy.DEFAULT);
        CompletableFuture<HttpResponse<String>> answer = gateway.getLater("/f");
        awaitHeld(1);

        gateway.stop();

        assertEquals(503, answer.join().statusCode());
        assertTrue(answer.join().body().contains("\"draining\""), answer.join().body());
        assertEquals("close", answer.join().headers().firstValue("Connection").orElseThrow());
    }

    @Test
    void a_call_is_told_if_its_function_is_removed_while_it_waits() {
        gateway.deploy("f", 1, FunctionPolicy.DEFAULT);
        CompletableFuture<HttpResponse<String>> answer = gateway.getLater("/f");
        awaitHeld(1);

        gateway.remove("f");

        assertEquals(404, answer.join().statusCode());
    }

    @Test
    void a_task_with_a_limit_gets_one_call_more_only_after_one_is_over() throws IOException {
        gateway.deploy("f", 1, Policies.maxInFlight(1), wire.port());
        CompletableFuture<HttpResponse<String>> first = gateway.getLater("/f?1");
        try (Socket one = wire.accept()) {
            Wire.readUntil(one, "\r\n\r\n");
            CompletableFuture<HttpResponse<String>> second = gateway.getLater("/f?2");
            awaitHeld(1);
            CompletableFuture<HttpResponse<String>> third = gateway.getLater("/f?3");
            awaitHeld(2);

            Wire.write(one, "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\na");
            assertEquals("a", first.join().body());
            serveNext(one, "?2", "b");
            assertEquals("b", second.join().body());
            serveNext(one, "?3", "c");
            assertEquals("c", third.join().body());
        }
    }

    @Test
    void a_limit_that_stays_used_up_is_a_503() throws IOException {
        FunctionPolicy strict = new FunctionPolicy(
                BRIEFLY.timeout(),
                BRIEFLY.retries(),
                Policies.maxInFlight(1).maxInFlight(),
                BRIEFLY.hold(),
                BRIEFLY.balancer(),
                BRIEFLY.weight(),
                "");
        gateway.deploy("f", 1, strict, wire.port());
        CompletableFuture<HttpResponse<String>> first = gateway.getLater("/f");
        try (Socket one = wire.accept()) {
            HttpResponse<String> second = gateway.get("/f");

            assertEquals(503, second.statusCode());
            assertTrue(second.body().contains("faas.max-inflight"), second.body());
            Wire.write(one, "HTTP/1.1 204 No Content\r\n\r\n");
            assertEquals(204, first.join().statusCode());
        }
    }

    private static void serveNext(Socket connection, String query, String body) throws IOException {
        String head = Wire.readUntil(connection, "\r\n\r\n");
        assertTrue(head.contains(query), head);
        Wire.write(connection, "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n" + body);
    }

    private void awaitHeld(int calls) {
        Await.until(calls + " held calls", PATIENCE, gateway::held, held -> held == calls);
    }
}
