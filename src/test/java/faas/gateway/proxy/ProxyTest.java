package faas.gateway.proxy;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.ok;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import faas.gateway.GatewayFixture;
import faas.gateway.Tasks;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProxyTest {
    @RegisterExtension
    final GatewayFixture gateway =
            new GatewayFixture("FAAS_TIMEOUT", "2s", "FAAS_CONNECT_TIMEOUT", "300ms", "FAAS_HOLD", "0s");

    @RegisterExtension
    final WireMockExtension a = Tasks.wireMock();

    @RegisterExtension
    final WireMockExtension b = Tasks.wireMock();

    @Test
    void all_three_path_forms_reach_the_function_with_path_and_query_untouched() {
        a.stubFor(any(anyUrl()).willReturn(ok("3")));
        gateway.deploy("addition", a.getPort());

        assertEquals("3", gateway.get("/addition?a=1&b=2%2B0").body());
        assertEquals(
                "3",
                gateway.get("/lambda/addition/x%2Fy/?a=%zz".replace("%zz", "%7E"))
                        .body());
        assertEquals("3", gateway.get("/function/addition").body());

        List<String> seen = a.findAll(anyRequestedFor(anyUrl())).stream()
                .map(LoggedRequest::getUrl)
                .toList();
        assertEquals(List.of("/?a=1&b=2%2B0", "/x%2Fy/?a=%7E", "/"), seen);
    }

    @Test
    void calls_go_round_the_tasks_in_turn() {
        a.stubFor(any(anyUrl()).willReturn(ok("a")));
        b.stubFor(any(anyUrl()).willReturn(ok("b")));
        gateway.deploy("who", a.getPort(), b.getPort());

        Map<String, Long> answers = IntStream.range(0, 20)
                .mapToObj(i -> gateway.get("/who").body())
                .collect(groupingBy(body -> body, counting()));

        assertEquals(Map.of("a", 10L, "b", 10L), answers);
    }

    @Test
    void status_headers_and_body_of_the_answer_come_back_and_hop_by_hop_fields_do_not() {
        a.stubFor(any(anyUrl())
                .willReturn(aResponse()
                        .withStatus(418)
                        .withHeader("X-Kept", "one", "two")
                        .withHeader("X-Dropped", "x")
                        .withHeader("Connection", "X-Dropped")
                        .withHeader("Keep-Alive", "timeout=5")
                        .withBody("short and stout")));
        gateway.deploy("teapot", a.getPort());

        HttpResponse<String> answer = gateway.get("/teapot");

        assertEquals(418, answer.statusCode());
        assertEquals("short and stout", answer.body());
        assertEquals(List.of("one", "two"), answer.headers().allValues("X-Kept"));
        assertFalse(answer.headers().firstValue("X-Dropped").isPresent());
        assertFalse(answer.headers().firstValue("Keep-Alive").isPresent());
        assertTrue(answer.headers().firstValue("X-Call-Id").isPresent());
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void a_redirect_is_the_clients_to_follow(int status) {
        String elsewhere = "http://127.0.0.1:" + b.getPort() + "/elsewhere";
        a.stubFor(any(anyUrl()).willReturn(aResponse().withStatus(status).withHeader("Location", elsewhere)));
        gateway.deploy("moved", a.getPort());

        HttpResponse<String> answer = gateway.get("/moved");

        assertEquals(status, answer.statusCode());
        assertEquals(List.of(elsewhere), answer.headers().allValues("Location"));
        a.verify(1, anyRequestedFor(anyUrl()));
        b.verify(0, anyRequestedFor(anyUrl()));
    }

    @Test
    void the_function_is_told_who_called_and_how() {
        a.stubFor(any(anyUrl()).willReturn(ok()));
        gateway.deploy("who", a.getPort());

        gateway.get("/who", "X-Call-Id", "my-call_1", "X-Forwarded-For", "6.6.6.6", "TE", "gzip", "X-Mine", "1");

        a.verify(anyRequestedFor(urlEqualTo("/"))
                .withHeader("X-Call-Id", equalTo("my-call_1"))
                .withHeader("X-Forwarded-For", equalTo("127.0.0.1"))
                .withHeader("X-Real-IP", equalTo("127.0.0.1"))
                .withHeader("X-Forwarded-Proto", equalTo("http"))
                .withHeader("X-Forwarded-Host", equalTo("127.0.0.1:" + gateway.port()))
                .withHeader("Host", equalTo("127.0.0.1:" + gateway.port()))
                .withHeader("X-Mine", equalTo("1"))
                .withoutHeader("TE"));
    }

    @Test
    void bodies_go_both_ways_with_a_length_and_in_chunks() {
        byte[] large = new byte[3_000_000];
        java.util.Arrays.fill(large, (byte) 'x');
        a.stubFor(any(anyUrl()).willReturn(aResponse().withBody(large)));
        gateway.deploy("echo", a.getPort());

        HttpResponse<String> counted = gateway.send(HttpRequest.newBuilder(gateway.uri("/echo"))
                .POST(BodyPublishers.ofByteArray(large))
                .build());
        HttpResponse<String> chunked = gateway.send(HttpRequest.newBuilder(gateway.uri("/echo"))
                .POST(BodyPublishers.ofInputStream(() -> new java.io.ByteArrayInputStream(large)))
                .build());

        assertEquals(large.length, counted.body().length());
        assertEquals(large.length, chunked.body().length());
        List<Integer> received = a.findAll(anyRequestedFor(anyUrl())).stream()
                .map(request -> request.getBody().length)
                .toList();
        assertEquals(List.of(large.length, large.length), received);
    }

    @Test
    void a_head_request_gets_the_fields_and_no_body() {
        a.stubFor(any(anyUrl()).willReturn(ok("body")));
        gateway.deploy("f", a.getPort());

        HttpResponse<String> answer = gateway.send(HttpRequest.newBuilder(gateway.uri("/f"))
                .method("HEAD", BodyPublishers.noBody())
                .build());

        assertEquals(200, answer.statusCode());
        assertEquals("", answer.body());
    }

    @Test
    void an_unknown_function_is_a_404_that_names_it_in_json_or_text() {
        HttpResponse<String> json = gateway.get("/nobody");
        HttpResponse<String> text = gateway.get("/lambda/nobody", "Accept", "text/plain", "X-Call-Id", "id7");

        assertEquals(404, json.statusCode());
        assertEquals(
                "application/problem+json",
                json.headers().firstValue("Content-Type").orElseThrow());
        JsonObject problem = JsonParser.parseString(json.body()).getAsJsonObject();
        assertEquals("unknown_function", problem.get("code").getAsString());
        assertEquals(404, problem.get("status").getAsInt());
        assertEquals(
                json.headers().firstValue("X-Call-Id").orElseThrow(),
                problem.get("callId").getAsString());
        assertEquals(404, text.statusCode());
        assertEquals(
                "No such function. No service with the label faas.name=nobody is deployed. (unknown_function, call id7)\n",
                text.body());
    }

    @Test
    void a_path_without_a_name_is_a_404_that_says_how_to_call() {
        assertTrue(gateway.get("/").body().contains("/NAME, /lambda/NAME or /function/NAME"));
        assertEquals(404, gateway.get("/lambda/").statusCode());
        assertEquals(404, gateway.get("/lambda").statusCode());
        assertTrue(
                gateway.get("/async-function/addition").body().contains("call /NAME, /lambda/NAME or /function/NAME"));
    }

    @Test
    void a_function_without_a_task_is_a_503_to_be_tried_again() {
        gateway.deploy("asleep");

        HttpResponse<String> answer = gateway.get("/asleep");

        assertEquals(503, answer.statusCode());
        assertEquals("1", answer.headers().firstValue("Retry-After").orElseThrow());
        assertEquals("no_task", code(answer));
    }

    @Test
    void a_task_that_refuses_is_skipped_and_the_next_one_answers() throws IOException {
        a.stubFor(any(anyUrl()).willReturn(ok("a")));
        gateway.deploy("who", Tasks.refusingPort(), a.getPort());

        List<String> answers =
                IntStream.range(0, 6).mapToObj(i -> gateway.get("/who").body()).toList();

        assertEquals(List.of("a", "a", "a", "a", "a", "a"), answers);
        assertTrue(
                gateway.admin("/metrics").body().contains("faas_gateway_connection_failures_total{function=\"who\"} "));
    }

    @Test
    void a_function_of_which_every_task_refuses_is_a_502() throws IOException {
        gateway.deploy("gone", Tasks.refusingPort(), Tasks.refusingPort());

        HttpResponse<String> answer = gateway.get("/gone");

        assertEquals(502, answer.statusCode());
        assertEquals("connect_failed", code(answer));
        assertTrue(answer.body().contains("tasks tried: 2"));
    }

    @Test
    void an_answer_that_is_not_http_is_a_502_and_is_tried_again_only_where_that_does_no_harm() {
        a.stubFor(any(anyUrl()).willReturn(aResponse().withFault(Fault.RANDOM_DATA_THEN_CLOSE)));
        b.stubFor(any(anyUrl()).willReturn(aResponse().withFault(Fault.EMPTY_RESPONSE)));
        gateway.deploy("garbage", a.getPort());
        gateway.deploy("empty", b.getPort());

        HttpResponse<String> garbage = gateway.post("/garbage", "");
        HttpResponse<String> empty = gateway.post("/empty", "");
        HttpResponse<String> idempotent = gateway.get("/empty");

        assertEquals(
                List.of(502, 502, 502), List.of(garbage.statusCode(), empty.statusCode(), idempotent.statusCode()));
        assertEquals(List.of("broken_answer", "broken_answer"), List.of(code(garbage), code(empty)));
        assertEquals(1, a.findAll(anyRequestedFor(anyUrl())).size());
        assertEquals(1, b.findAll(postRequestedFor(anyUrl())).size());
        assertEquals(1, b.findAll(getRequestedFor(anyUrl())).size());
    }

    @Test
    void a_function_that_is_silent_too_long_is_a_504() {
        a.stubFor(any(anyUrl()).willReturn(ok().withFixedDelay(5_000)));
        gateway.deploy("slow", a.getPort());

        HttpResponse<String> answer = gateway.get("/slow");

        assertEquals(504, answer.statusCode());
        assertEquals("too_slow", code(answer));
    }

    @Test
    void a_removed_function_is_unknown_at_once() {
        a.stubFor(any(anyUrl()).willReturn(ok("here")));
        gateway.deploy("brief", a.getPort());
        assertEquals("here", gateway.get("/brief").body());

        gateway.remove("brief");

        assertEquals(404, gateway.get("/brief").statusCode());
    }

    @Test
    void every_call_leaves_one_line_that_says_what_became_of_it() {
        a.stubFor(any(anyUrl()).willReturn(ok("hello")));
        gateway.deploy("f", a.getPort());

        gateway.get("/f?secret=1", "X-Call-Id", "c1");
        gateway.get("/nobody", "X-Call-Id", "c2");

        List<String> lines = gateway.accessLog(2);
        assertTrue(
                lines.get(0).startsWith("call=c1 method=GET path=\"/f\" function=f status=200 bytes=5 ms="),
                lines.get(0));
        assertTrue(lines.get(0).endsWith("task=f-" + a.getPort() + " attempts=1 held=0 fault=-"), lines.get(0));
        assertTrue(lines.get(1).contains("function=- status=404"), lines.get(1));
        assertTrue(lines.get(1).endsWith("task=- attempts=0 held=0 fault=unknown_function"), lines.get(1));
    }

    private static String code(HttpResponse<String> problem) {
        return JsonParser.parseString(problem.body())
                .getAsJsonObject()
                .get("code")
                .getAsString();
    }
}
