package faas.gateway.admin;

import static com.github.tomakehurst.wiremock.client.WireMock.binaryEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.ok;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import faas.gateway.GatewayFixture;
import faas.gateway.Tasks;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Calls of functions that an operator makes on the page. */
class TrialTest {
    private static final String CALL =
            "{\"function\":\"f\",\"method\":\"GET\",\"rest\":\"\",\"fields\":[],\"body\":\"\"}";

    @TempDir
    static Path folder;

    @RegisterExtension
    final WireMockExtension task = Tasks.wireMock();

    @RegisterExtension
    final GatewayFixture gateway = new GatewayFixture("FAAS_UI_LISTEN", "127.0.0.1:0").withLogin(folder);

    @RegisterExtension
    final GatewayFixture withoutLogin = new GatewayFixture();

    @Test
    void a_call_is_routed_and_logged_like_any_other() {
        task.stubFor(post("/path?x=1")
                .withHeader("X-One", equalTo("1"))
                .withRequestBody(equalTo("hello"))
                .willReturn(ok("world").withHeader("X-Two", "2")));
        gateway.deploy("f", task.getPort());

        JsonObject answer = json(
                tried(
                        "{\"function\":\"f\",\"method\":\"POST\",\"rest\":\"/path?x=1\",\"fields\":[[\"X-One\",\"1\"]],\"body\":\"hello\"}"));

        assertEquals(200, answer.get("status").getAsInt());
        assertEquals("world", answer.get("body").getAsString());
        assertTrue(answer.get("fields").toString().contains("[\"x-two\",\"2\"]"), answer.toString());
        assertTrue(gateway.accessLog(1).getFirst().contains("method=POST path=\"/f/path\" function=f status=200"));
    }

    @Test
    void an_answer_has_what_the_gateway_recorded_about_the_call() {
        task.stubFor(get("/").willReturn(ok("x")));
        gateway.deploy("f", task.getPort());

        JsonObject answer = json(tried(CALL));

        JsonObject call = answer.getAsJsonObject("call");
        String id = call.get("call").getAsString();
        assertTrue(answer.get("fields").toString().contains("[\"x-call-id\",\"" + id + "\"]"), answer.toString());
        assertEquals(1, call.get("attempts").getAsInt());
        assertEquals(1, call.get("slot").getAsInt());
        assertEquals(0, call.get("heldMillis").getAsInt());
        String line = gateway.accessLog(1).getFirst();
        assertTrue(line.contains("call=" + id + " method=GET path=\"/f\" function=f status=200"), line);
        assertTrue(line.contains("task=" + call.get("task").getAsString() + " "), line);
    }

    @Test
    void a_call_keeps_an_id_of_its_own() {
        task.stubFor(get("/").willReturn(ok("x")));
        gateway.deploy("f", task.getPort());

        JsonObject answer = json(tried(CALL.replace("[]", "[[\"x-call-id\",\"mine\"]]")));

        assertEquals("mine", answer.getAsJsonObject("call").get("call").getAsString());
    }

    @Test
    void a_body_may_be_bytes() {
        byte[] bytes = {0, -1, 'a'};
        task.stubFor(post("/").withRequestBody(binaryEqualTo(bytes)).willReturn(ok("whole")));
        gateway.deploy("f", task.getPort());
        String call = CALL.replace("GET", "POST").replace("\"body\":\"\"", "\"body\":\"AP9h\",\"base64\":true");

        assertEquals("whole", json(tried(call)).get("body").getAsString());
        assertEquals(422, tried(call.replace("AP9h", "no Base64")).statusCode());
    }

    @Test
    void a_fault_of_the_gateway_is_an_answer_too() {
        JsonObject answer = json(tried(CALL));

        assertEquals(404, answer.get("status").getAsInt());
        assertTrue(answer.get("body").getAsString().contains("unknown_function"));
    }

    @Test
    void a_long_body_is_shown_as_far_as_it_is_useful() {
        task.stubFor(get("/").willReturn(ok("x".repeat(300_000))));
        gateway.deploy("f", task.getPort());

        JsonObject answer = json(tried(CALL));

        assertTrue(answer.get("truncated").getAsBoolean());
        assertEquals(256 * 1024, answer.get("bytes").getAsInt());
    }

    @Test
    void a_body_larger_than_those_of_other_pages_arrives_whole() {
        String body = "x".repeat(200_000);
        task.stubFor(post("/").withRequestBody(equalTo(body)).willReturn(ok("whole")));
        gateway.deploy("f", task.getPort());

        JsonObject answer = json(tried(
                "{\"function\":\"f\",\"method\":\"POST\",\"rest\":\"\",\"fields\":[],\"body\":\"" + body + "\"}"));

        assertEquals("whole", answer.get("body").getAsString());
    }

    @Test
    void what_is_no_call_is_refused_with_the_reason() {
        gateway.deploy("f", task.getPort());
        for (String wrong : List.of(
                "",
                "[]",
                "{}",
                "{",
                CALL.replace("GET", "CONNECT"),
                CALL.replace("\"f\"", "\"f/../system\""),
                CALL.replace("\"rest\":\"\"", "\"rest\":\"@127.0.0.1/\""))) {
            assertEquals(422, tried(wrong).statusCode(), wrong);
            gateway.skip(Duration.ofSeconds(1));
        }
        HttpResponse<String> response = tried(CALL.replace("[]", "[[\"Host\",\"x\"]]"));
        assertEquals(422, response.statusCode());
        assertTrue(response.body().contains("Host"), response.body());
    }

    @Test
    void another_page_cannot_use_the_operators_login() {
        gateway.deploy("f", task.getPort());
        List<HttpRequest.Builder> foreign = List.of(
                request("/ui/try").header("Content-Type", "application/json"),
                request("/ui/try").header("X-Faas-Try", "1").header("Content-Type", "text/plain"),
                fromPage().header("Origin", "http://127.0.0.1:" + gateway.port()),
                fromPage().header("Origin", "null"),
                fromPage().header("Sec-Fetch-Site", "same-site"),
                fromPage().header("Sec-Fetch-Site", "cross-site"));

        for (HttpRequest.Builder request : foreign) {
            assertEquals(
                    403,
                    gateway.send(request.POST(BodyPublishers.ofString(CALL)).build())
                            .statusCode());
        }
        HttpRequest preflight = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + gateway.uiPort() + "/ui/try"))
                .method("OPTIONS", BodyPublishers.noBody())
                .build();
        assertEquals(401, gateway.send(preflight).statusCode());
        assertEquals(405, gateway.send(request("/ui/try").build()).statusCode());
    }

    @Test
    void five_calls_a_second_are_enough() {
        for (int i = 0; i < 5; i++) {
            assertEquals(200, tried(CALL).statusCode());
        }
        // A slow machine may need more than a second for them; then the first ones are forgotten.
        int status = 200;
        for (int i = 0; i < 50 && status == 200; i++) {
            status = tried(CALL).statusCode();
        }

        assertEquals(429, status);
        gateway.skip(Duration.ofSeconds(1));
        assertEquals(200, tried(CALL).statusCode());
    }

    @Test
    void without_a_login_nothing_can_be_tried() {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + withoutLogin.adminPort() + "/ui/try"))
                .header("X-Faas-Try", "1")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(CALL))
                .build();

        assertEquals(403, withoutLogin.send(request).statusCode());
        assertEquals(403, withoutLogin.admin("/ui/signature?function=f").statusCode());
    }

    @Test
    void a_function_that_names_its_parameters_is_asked_for_them() {
        task.stubFor(get("/_/info").willReturn(okJson("{\"parameters\":[]}")));
        gateway.deploy("f", task.getPort());
        gateway.deploy("asleep");

        assertEquals(
                "{\"parameters\":[]}",
                gateway.send(request("/ui/signature?function=f").build()).body());
        for (String other : List.of("asleep", "unknown", "")) {
            assertEquals(
                    404,
                    gateway.send(request("/ui/signature?function=" + other).build())
                            .statusCode());
        }
    }

    private HttpResponse<String> tried(String json) {
        return gateway.send(fromPage().POST(BodyPublishers.ofString(json)).build());
    }

    private HttpRequest.Builder fromPage() {
        return request("/ui/try").header("X-Faas-Try", "1").header("Content-Type", "application/json");
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + gateway.uiPort() + path))
                .header(
                        "Authorization",
                        "Basic " + Base64.getEncoder().encodeToString("admin:secret".getBytes(StandardCharsets.UTF_8)));
    }

    private static JsonObject json(HttpResponse<String> response) {
        assertEquals(200, response.statusCode(), response.body());
        return JsonParser.parseString(response.body()).getAsJsonObject();
    }
}
