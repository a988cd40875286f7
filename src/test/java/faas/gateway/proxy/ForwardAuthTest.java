package faas.gateway.proxy;

import static faas.gateway.proxy.Wire.readUntil;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import faas.gateway.Await;
import faas.gateway.GatewayFixture;
import faas.gateway.Policies;
import faas.gateway.Tasks;
import faas.gateway.function.AccessPolicy;
import faas.gateway.function.Authentication;
import faas.gateway.function.FunctionPolicy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls of functions about which a service of the operator's decides. */
class ForwardAuthTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final int OK = 200;

    /** What the service was asked. */
    private record Asked(String method, String path, Headers fields) {}

    private final List<Asked> asked = new CopyOnWriteArrayList<>();
    private final CountDownLatch release = new CountDownLatch(1);
    private volatile int status = OK;
    private volatile Map<String, List<String>> fields = Map.of("Remote-User", List.of("ann"));
    private volatile String body = "";
    private volatile boolean silent;
    private final HttpServer service = service();

    @RegisterExtension
    final WireMockExtension task = Tasks.wireMock();

    @RegisterExtension
    final GatewayFixture gateway = new GatewayFixture(
            "FAAS_FORWARD_AUTH",
            "http://127.0.0.1:" + service.getAddress().getPort() + "/verify",
            "FAAS_FORWARD_AUTH_FIELDS",
            "Remote-User, Remote-Groups");

    @RegisterExtension
    final GatewayFixture without = new GatewayFixture();

    private HttpServer service() {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            server.createContext("/", this::answer);
            server.start();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            asked.add(new Asked(
                    exchange.getRequestMethod(), exchange.getRequestURI().toString(), exchange.getRequestHeaders()));
            if (silent) {
                release.await(1, TimeUnit.MINUTES);
            }
            exchange.getResponseHeaders().putAll(fields);
            byte[] bytes = body.getBytes(java.nio.charset.StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @BeforeEach
    void deploy() {
        task.stubFor(WireMock.any(WireMock.anyUrl()).willReturn(WireMock.ok("ran")));
        gateway.deploy("f", 1, policy(), task.getPort());
        gateway.deploy("open", task.getPort());
        without.deploy("f", 1, policy(), task.getPort());
    }

    @AfterEach
    void stop() {
        release.countDown();
        service.stop(0);
    }

    @Test
    void a_call_that_the_service_admits_reaches_the_function_which_learns_what_the_service_says() {
        fields = Map.of("Remote-User", List.of("ann b"), "Remote-Groups", List.of("a,b"), "Remote-Email", List.of("x"));
        HttpRequest request = HttpRequest.newBuilder(gateway.uri("/lambda/f/a?b=c"))
                .PUT(BodyPublishers.ofString("body"))
                .headers(
                        "Authorization",
                        "Bearer secret",
                        "Cookie",
                        "session=1",
                        "X-Caller",
                        "root",
                        "X-Forwarded-Uri",
                        "/public",
                        "X-Forwarded-Method",
                        "GET",
                        "X-Forwarded-For",
                        "192.0.2.1")
                .build();

        assertEquals(OK, gateway.send(request).statusCode());

        LoggedRequest seen = task.getAllServeEvents().getFirst().getRequest();
        assertEquals("body", seen.getBodyAsString());
        assertEquals(List.of("ann%20b"), seen.header("X-Caller").values());
        assertEquals(List.of("a,b"), seen.header("X-Caller-Remote-Groups").values());
        assertFalse(seen.containsHeader("X-Caller-Remote-Email"));
        assertFalse(seen.containsHeader("Authorization"));
        Asked question = asked.getFirst();
        assertEquals("GET /verify", question.method() + " " + question.path());
        assertEquals(List.of("PUT"), question.fields().get("X-Forwarded-Method"));
        assertEquals(List.of("/f/a?b=c"), question.fields().get("X-Forwarded-Uri"));
        assertEquals(List.of("127.0.0.1"), question.fields().get("X-Forwarded-For"));
        assertEquals(List.of("127.0.0.1:" + gateway.port()), question.fields().get("X-Forwarded-Host"));
        assertEquals(List.of("Bearer secret"), question.fields().get("Authorization"));
        assertEquals(List.of("session=1"), question.fields().get("Cookie"));
        assertFalse(question.fields().containsKey("X-Caller"));
        assertTrue(gateway.accessLog(1).getFirst().endsWith(" fault=- caller=ann%20b"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/f/../open", "/f/%2e%2e/open", "/f/a/..%2Fb", "/f/a/.%2e;x/b", "/f/..%5Copen"})
    void a_path_that_the_service_may_read_differently_is_refused(String path) throws Exception {
        try (Socket client = Wire.call(gateway.port(), "GET " + path + " HTTP/1.1\r\nHost: h\r\n\r\n")) {
            assertTrue(readUntil(client, "\r\n\r\n").startsWith("HTTP/1.1 400 "));
        }
        assertEquals(0, asked.size());
        assertEquals(OK, gateway.status("/f/a..b?c=../d"));
    }

    @Test
    void services_of_one_name_that_both_ask_it_have_it_asked_once() {
        fields = Map.of("Remote-User", List.of("ann"));
        AccessPolicy other = new AccessPolicy(
                false,
                Optional.of(new Authentication.Forward()),
                List.of(),
                Optional.empty(),
                List.of("https://shop.example"),
                false);
        gateway.deployTogether("canary", task.getPort(), policy(), Policies.access(other));

        assertEquals(200, gateway.status("/canary", "Authorization", "Bearer secret"));
        assertEquals(1, asked.size());
        assertEquals(List.of("Bearer secret"), asked.getFirst().fields().get("Authorization"));
    }

    @Test
    void another_answer_of_the_service_is_passed_on() {
        HttpClient client = gateway.client();
        assertEquals(HttpClient.Redirect.NEVER, client.followRedirects());
        status = 302;
        fields = Map.of("Location", List.of("https://login.example"), "Set-Cookie", List.of("a=1", "b=2"));
        body = "<a href='https://login.example'>log in</a>";

        HttpResponse<String> response = gateway.get("/f");

        assertEquals(302, response.statusCode());
        assertEquals(body, response.body());
        assertEquals(Optional.of("https://login.example"), response.headers().firstValue("Location"));
        assertEquals(List.of("a=1", "b=2"), response.headers().allValues("Set-Cookie"));
        assertEquals(0, task.getAllServeEvents().size());
        assertTrue(gateway.accessLog(1).getFirst().contains(" fault=denied"));
        status = 403;
        assertEquals(403, gateway.get("/f").statusCode());
        status = 500;
        assertEquals(500, gateway.get("/f").statusCode());
        assertEquals(0, task.getAllServeEvents().size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"silent", "down", "nobody", "two", "empty", "long"})
    void a_service_that_does_not_decide_admits_nobody(String what) {
        switch (what) {
            case "silent" -> silent = true;
            case "down" -> service.stop(0);
            case "nobody" -> fields = Map.of();
            case "two" -> fields = Map.of("Remote-User", List.of("ann", "root"));
            case "empty" -> fields = Map.of("Remote-User", List.of(""));
            default -> body = "x".repeat(100_000);
        }
        CompletableFuture<HttpResponse<String>> waiting = gateway.getLater("/f");

        assertEquals(OK, gateway.status("/open"));
        HttpResponse<String> response = waiting.join();

        assertEquals(503, response.statusCode());
        assertTrue(response.body().contains("\"code\":\"auth_unavailable\""), response.body());
        assertEquals(503, gateway.status("/f"));
        assertEquals(1, task.getAllServeEvents().size());
        assertEquals(
                1,
                gateway.lines(Level.WARN).stream()
                        .filter(line -> line.contains("must admit are refused"))
                        .count());
        assertTrue(gateway.diagnosis("f").contains("the service did not decide"), gateway.diagnosis("f"));
    }

    @Test
    void the_same_call_is_not_asked_about_twice_within_seconds_and_another_one_is() {
        for (int i = 0; i < 3; i++) {
            assertEquals(OK, gateway.status("/f", "Cookie", "session=1"));
        }
        assertEquals(1, asked.size());

        gateway.status("/f", "Cookie", "session=2");
        gateway.status("/f/a", "Cookie", "session=1");
        gateway.status("/f", "Cookie", "session=1", "X-Forwarded-For", "192.0.2.1");
        assertEquals(3, asked.size());

        gateway.skip(Duration.ofSeconds(6));
        status = 401;
        assertEquals(401, gateway.status("/f", "Cookie", "session=1"));
        assertEquals(401, gateway.status("/f", "Cookie", "session=1"));
        assertEquals(5, asked.size());
    }

    @Test
    void calls_that_are_the_same_share_a_question() {
        fields = Map.of("Remote-User", List.of("ann"));
        silent = true;
        List<CompletableFuture<HttpResponse<String>>> calls =
                IntStream.range(0, 64).mapToObj(i -> gateway.getLater("/f")).toList();

        Await.until("a question", Duration.ofSeconds(10), asked::size, size -> size > 0);
        release.countDown();

        assertTrue(calls.stream().allMatch(call -> call.join().statusCode() == OK));
        assertEquals(1, asked.size());
    }

    @Test
    void a_slow_service_holds_so_many_calls_of_a_client_and_no_more() {
        silent = true;
        List<CompletableFuture<HttpResponse<String>>> calls = IntStream.range(0, 150)
                .mapToObj(i -> gateway.getLater("/f?i=" + i))
                .toList();

        Await.until("questions", TIMEOUT, asked::size, size -> size == 20);
        Await.until(
                "refusals",
                TIMEOUT,
                () -> calls.stream().filter(CompletableFuture::isDone).count(),
                done -> done >= 130);
        assertEquals(OK, gateway.status("/open"));
        release.countDown();
        calls.forEach(CompletableFuture::join);
        assertEquals(20, asked.size());
    }

    @Test
    void a_client_that_hangs_up_while_the_service_decides_is_gone() throws Exception {
        silent = true;
        try (Socket client = Wire.call(gateway.port(), "GET /f HTTP/1.1\r\nHost: h\r\n\r\n")) {
            Await.until("the question", TIMEOUT, asked::size, size -> size == 1);
            assertTrue(client.isConnected());
        }

        assertTrue(gateway.accessLog(1).getFirst().contains(" fault=caller_gone"));
        release.countDown();
        assertEquals(0, task.getAllServeEvents().size());
    }

    @Test
    void without_the_setting_the_function_is_closed() {
        assertEquals(403, without.status("/f"));
        assertTrue(without.diagnosis("f").contains("set FAAS_FORWARD_AUTH"), without.diagnosis("f"));
        assertTrue(without.diagnosis("f").contains("--env-add FAAS_FORWARD_AUTH="), without.diagnosis("f"));
        assertEquals(0, task.getAllServeEvents().size());
    }

    @Test
    void a_head_request_gets_no_body_and_the_connection_stays_usable() throws Exception {
        status = 403;
        body = "no";
        try (Socket client =
                Wire.call(gateway.port(), "HEAD /f HTTP/1.1\r\nHost: h\r\n\r\nGET /open HTTP/1.1\r\nHost: h\r\n\r\n")) {
            assertTrue(readUntil(client, "\r\n\r\n").startsWith("HTTP/1.1 403 "));
            assertTrue(readUntil(client, "\r\n\r\n").startsWith("HTTP/1.1 200 "));
        }
    }

    private static FunctionPolicy policy() {
        return Policies.requires(new Authentication.Forward());
    }
}
