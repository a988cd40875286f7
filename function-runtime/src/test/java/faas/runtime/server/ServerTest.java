package faas.runtime.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import faas.runtime.response.Problem;
import faas.runtime.response.ServerResponse;
import java.net.http.HttpRequest;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServerTest {

    private static final Endpoint ECHO = request -> ServerResponse.text(request.query());

    @Test
    void the_query_arrives_as_it_was_sent() throws Exception {
        try (var server = new TestServer(1, ECHO)) {
            assertEquals(
                    "a=%20+%2B%FF&b;c=1&a=2",
                    server.get("/?a=%20+%2B%FF&b;c=1&a=2").body());
            assertEquals("", server.get("/").body());
        }
    }

    @Test
    void a_response_has_its_media_type_and_forbids_sniffing() throws Exception {
        try (var server = new TestServer(1, request -> ServerResponse.text("å"))) {
            var response = server.get("/");

            assertEquals(200, response.statusCode());
            assertEquals(
                    "text/plain; charset=utf-8",
                    response.headers().firstValue("Content-Type").orElse(""));
            assertEquals(
                    "nosniff",
                    response.headers().firstValue("X-Content-Type-Options").orElse(""));
            assertEquals("å", response.body());
        }
    }

    @Test
    void a_response_has_one_date_and_it_is_now() throws Exception {
        try (var server = new TestServer(1, ECHO)) {
            for (String path : List.of("/", "/elsewhere", "/_/health")) {
                Instant before = Instant.now().truncatedTo(ChronoUnit.SECONDS);
                List<String> dates = server.get(path).headers().allValues("Date");
                Instant after = Instant.now();

                assertEquals(1, dates.size());
                Instant said = Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(dates.getFirst()));
                assertFalse(said.isBefore(before) || said.isAfter(after), said + " " + before + " " + after);
            }
        }
    }

    @Test
    void an_empty_response_has_no_body_and_no_media_type() throws Exception {
        try (var server = new TestServer(1, request -> ServerResponse.nothing())) {
            var response = server.get("/");

            assertEquals(204, response.statusCode());
            assertEquals("", response.body());
            assertTrue(response.headers().firstValue("Content-Type").isEmpty());
            assertTrue(response.headers().firstValue("Content-Length").isEmpty());
        }
    }

    @Test
    void a_long_response_arrives_completely() throws Exception {
        String text = "0123456789abcdef".repeat(500_000);
        try (var server = new TestServer(1, request -> ServerResponse.text(text))) {
            assertEquals(text, server.get("/").body());
        }
    }

    @Test
    void a_head_request_runs_the_function_and_omits_the_body() throws Exception {
        try (var server = new TestServer(1, ECHO)) {
            var response = server.send(server.request("/?abc").HEAD()).join();

            assertEquals(200, response.statusCode());
            assertEquals("3", response.headers().firstValue("Content-Length").orElse(""));
            assertEquals("", response.body());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"PUT", "DELETE", "TRACE", "NONSENSE"})
    void another_method_is_a_405_that_lists_the_allowed_ones(String method) throws Exception {
        try (var server = new TestServer(1, ECHO);
                var client = server.raw()) {
            String response =
                    client.send(method + " /?a=1 HTTP/1.1\r\nHost: f\r\n\r\n").response();

            assertTrue(response.startsWith("HTTP/1.1 405 "), response);
            assertTrue(response.contains("Allow: GET, HEAD, POST, OPTIONS\r\n"), response);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/x", "/_/", "/_/nothing", "//", "/%2F", "/favicon.ico"})
    void another_path_is_a_404(String path) throws Exception {
        try (var server = new TestServer(1, ECHO)) {
            var response = server.get(path);

            assertEquals(404, response.statusCode());
            assertTrue(response.body().contains("\"error\":\"not_found\""), response.body());
        }
    }

    @Test
    void a_problem_is_plain_text_if_the_client_prefers_it() throws Exception {
        try (var server = new TestServer(1, request -> Problem.failed())) {
            assertEquals(
                    "The function failed (call me)\n",
                    server.get("/", "Accept", "text/plain", "X-Call-Id", "me").body());
            assertTrue(server.get("/", "Accept", "*/*").body().startsWith("{\"status\":500,"));
        }
    }

    @Test
    void a_call_keeps_its_id() throws Exception {
        try (var server = new TestServer(1, request -> ServerResponse.text(request.callId()))) {
            var response = server.get("/", "X-Call-Id", "Abc_123-x");

            assertEquals("Abc_123-x", response.body());
            assertEquals("Abc_123-x", response.headers().firstValue("X-Call-Id").orElse(""));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "a\"b", "<script>", "å", "a/b"})
    void an_id_that_is_not_safe_to_print_is_replaced(String id) throws Exception {
        try (var server = new TestServer(1, request -> ServerResponse.text(request.callId()));
                var client = server.raw()) {
            String response = client.send("GET / HTTP/1.1\r\nHost: f\r\nX-Call-Id: " + id + "\r\n\r\n")
                    .response();

            assertTrue(response.matches("(?s)HTTP/1.1 200 OK.*\r\n\r\n[0-9a-f]{16}"), response);
        }
    }

    @Test
    void calls_without_an_id_get_different_ones() throws Exception {
        try (var server = new TestServer(1, request -> ServerResponse.text(request.callId()))) {
            assertNotEquals(
                    server.get("/").body(),
                    server.get("/", "X-Call-Id", "x".repeat(65)).body());
        }
    }

    @Test
    void a_call_over_the_limit_is_a_429_while_health_and_ready_respond() throws Exception {
        var entered = new Semaphore(0);
        var release = new CountDownLatch(1);
        Endpoint waiting = request -> {
            entered.release();
            awaitUninterrupted(release);
            return ServerResponse.text("done");
        };
        try (var server = new TestServer(2, waiting)) {
            var running = List.of(server.getAsync("/"), server.getAsync("/"));
            entered.acquire(2);

            var refused = server.get("/");

            assertEquals(429, refused.statusCode());
            assertEquals("1", refused.headers().firstValue("Retry-After").orElse(""));
            assertTrue(refused.body().contains("2 calls are running already"), refused.body());
            assertEquals(200, server.get("/_/health").statusCode());
            assertEquals(429, server.get("/_/ready").statusCode());
            release.countDown();
            running.forEach(call -> assertEquals("done", call.join().body()));
        }
    }

    @Test
    void a_slot_is_released_before_the_response_arrives() throws Exception {
        try (var server = new TestServer(1, ECHO)) {
            for (int i = 0; i < 500; i++) {
                assertEquals(200, server.get("/").statusCode());
            }
        }
    }

    @Test
    void calls_run_concurrently() throws Exception {
        var together = new CountDownLatch(16);
        Endpoint meeting = request -> {
            together.countDown();
            awaitUninterrupted(together);
            return ServerResponse.text("met");
        };
        try (var server = new TestServer(16, meeting)) {
            List<CompletableFuture<?>> calls = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                calls.add(server.getAsync("/"));
            }
            CompletableFuture.allOf(calls.toArray(CompletableFuture[]::new)).join();
        }
    }

    @Test
    void an_endpoint_never_runs_on_an_io_thread() throws Exception {
        try (var server = new TestServer(
                1, request -> ServerResponse.text(Thread.currentThread().getName()))) {
            assertEquals("function-1", server.get("/").body());
        }
    }

    @Test
    void an_endpoint_that_throws_releases_its_slot_and_sends_a_response() throws Exception {
        Endpoint broken = request -> {
            Thread.currentThread().interrupt();
            throw new AssertionError("secret");
        };
        try (var server = new TestServer(1, broken)) {
            assertEquals(500, server.get("/").statusCode());
            assertFalse(server.get("/").body().contains("secret"));
            assertTrue(server.logged().contains("failed: java.lang.AssertionError: secret"));
        }
    }

    @Test
    void a_client_that_has_disconnected_leaves_no_resources_behind() throws Exception {
        var entered = new Semaphore(0);
        var release = new Semaphore(0);
        Endpoint waiting = request -> {
            entered.release();
            release.acquireUninterruptibly();
            return ServerResponse.text("x".repeat(10_000_000));
        };
        try (var server = new TestServer(1, waiting)) {
            try (var client = server.raw()) {
                client.send("GET / HTTP/1.1\r\nHost: f\r\n\r\n");
                entered.acquire();
            }
            release.release(2);
            TestServer.await(() -> server.get("/").statusCode() == 200);
        }
    }

    @Test
    void a_call_is_one_log_line_without_its_query_and_a_probe_is_not_logged() throws Exception {
        try (var server = new TestServer(1, ECHO)) {
            server.get("/_/health");
            server.get("/_/ready");
            server.get("/?password=secret", "X-Call-Id", "me");
            TestServer.await(() -> !server.logged().isEmpty());

            assertTrue(
                    server.logged().matches("[^ ]+Z INFO call=me GET / 200 15 B [0-9.]+ ms in_flight=0\n"),
                    server.logged());
        }
    }

    @Test
    void an_unread_body_leaves_the_connection_usable() throws Exception {
        try (var server = new TestServer(1, ECHO);
                var client = server.raw()) {
            client.send("GET /?1 HTTP/1.1\r\nHost: f\r\nContent-Length: 100000\r\n\r\n" + "x".repeat(100_000));
            client.send("GET /?2 HTTP/1.1\r\nHost: f\r\n\r\n");

            assertTrue(client.response().endsWith("\r\n\r\n1"));
            assertTrue(client.response().endsWith("\r\n\r\n2"));
        }
    }

    @Test
    void a_put_with_a_body_is_refused_and_the_connection_stays_usable() throws Exception {
        try (var server = new TestServer(1, ECHO)) {
            var post = server.send(server.request("/?a=1").PUT(HttpRequest.BodyPublishers.ofString("b=2")))
                    .join();

            assertEquals(405, post.statusCode());
            assertEquals(200, server.get("/").statusCode());
        }
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException stopped) {
            throw new AssertionError(stopped);
        }
    }
}
