package faas.runtime.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import faas.runtime.config.Limits;
import faas.runtime.config.Settings;
import faas.runtime.response.Content;
import faas.runtime.response.Problem;
import faas.runtime.response.ServerResponse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CallLifeTest {

    private static final Duration SHORT = Duration.ofMillis(50);

    private final Semaphore entered = new Semaphore(0);
    private final Semaphore release = new Semaphore(0);

    /** A function that ignores interrupts. */
    private final Endpoint ignoringInterrupts = request -> {
        entered.release();
        release.acquireUninterruptibly();
        return ServerResponse.text("late");
    };

    /** A function that returns when it is interrupted. */
    private final Endpoint interruptible = request -> {
        entered.release();
        try {
            release.acquire();
            return ServerResponse.text("done");
        } catch (InterruptedException stop) {
            return Problem.stopped();
        }
    };

    @Test
    void a_call_that_times_out_is_a_504_and_keeps_its_slot_until_the_function_returns() throws Exception {
        try (var server = server(3, SHORT, ignoringInterrupts)) {
            assertEquals(504, server.get("/").statusCode());

            assertEquals("1", metric(server, "faas_calls_in_flight"));
            assertEquals("1", metric(server, "faas_calls_abandoned"));
            assertEquals(200, server.get("/_/health").statusCode());
            release.release();
            TestServer.await(() -> metric(server, "faas_calls_in_flight").equals("0"));
            assertEquals("0", metric(server, "faas_calls_abandoned"));
            assertTrue(server.logged().contains("GET / 504"));
        }
    }

    @Test
    void a_function_is_unhealthy_when_abandoned_calls_take_half_of_its_slots() throws Exception {
        try (var server = server(2, SHORT, ignoringInterrupts)) {
            assertEquals(504, server.get("/").statusCode());

            assertEquals(503, server.get("/_/health").statusCode());
            release.release();
            TestServer.await(() -> server.get("/_/health").statusCode() == 200);
        }
    }

    @Test
    void a_function_that_returns_on_an_interrupt_leaves_no_interrupt_on_its_thread() throws Exception {
        try (var server = server(1, SHORT, interruptible)) {
            for (int i = 0; i < 5; i++) {
                assertEquals(504, server.get("/").statusCode());
                TestServer.await(() -> metric(server, "faas_calls_in_flight").equals("0"));
            }
            release.release();
            assertEquals("done", server.get("/").body());
        }
    }

    @Test
    void a_client_may_shorten_the_timeout_but_not_extend_it() throws Exception {
        try (var server = server(3, SHORT, interruptible)) {
            assertEquals(504, server.get("/", "X-Timeout", "59m").statusCode());
        }
        try (var server = server(3, TestServer.DEADLINE, interruptible)) {
            var response = server.get("/", "X-Timeout", "50ms");

            assertEquals(504, response.statusCode());
            assertTrue(response.body().contains("The function took longer than 0.05 s"), response.body());
            assertEquals(400, server.get("/", "X-Timeout", "soon").statusCode());
            assertEquals(400, server.get("/", "X-Timeout", "0").statusCode());
        }
    }

    @Test
    void a_client_that_disconnects_cancels_its_call() throws Exception {
        var cancelled = new AtomicBoolean();
        Endpoint waiting = request -> {
            entered.release();
            try {
                release.acquire();
            } catch (InterruptedException stop) {
                cancelled.set(request.cancelled().getAsBoolean());
            }
            return ServerResponse.text("unread");
        };
        try (var server = server(1, TestServer.DEADLINE, waiting)) {
            try (var client = server.raw()) {
                client.send("GET / HTTP/1.1\r\nHost: f\r\nX-Call-Id: gone\r\n\r\n");
                entered.acquire();
            }
            TestServer.await(() -> server.logged().contains("call=gone GET / 499"));
            TestServer.await(() -> metric(server, "faas_calls_in_flight").equals("0"));
            assertTrue(cancelled.get());
        }
    }

    @Test
    void a_pipelined_request_is_not_a_disconnect() throws Exception {
        try (var server = server(1, TestServer.DEADLINE, interruptible);
                var client = server.raw()) {
            client.send("GET /?1 HTTP/1.1\r\nHost: f\r\n\r\n");
            entered.acquire();
            client.send("GET /_/health HTTP/1.1\r\nHost: f\r\nX-Long: " + "x".repeat(10_000) + "\r\n\r\n");
            server.get("/_/health");

            release.release();

            assertTrue(client.response().endsWith("\r\n\r\ndone"));
            assertTrue(client.response().endsWith("\r\n\r\nOK"));
        }
    }

    @Test
    void an_incomplete_body_is_a_504_and_releases_its_slot() throws Exception {
        try (var server = server(1, SHORT, interruptible);
                var client = server.raw()) {
            client.send("POST / HTTP/1.1\r\nHost: f\r\nContent-Length: 10\r\n\r\nabc");

            assertTrue(client.response().startsWith("HTTP/1.1 504 "));
            assertEquals("0", metric(server, "faas_calls_in_flight"));
        }
    }

    @Test
    void a_client_that_disconnects_during_its_body_releases_its_slot() throws Exception {
        try (var server = server(1, TestServer.DEADLINE, interruptible)) {
            try (var client = server.raw()) {
                client.send("POST / HTTP/1.1\r\nHost: f\r\nContent-Length: 10\r\n\r\nabc");
                TestServer.await(() -> metric(server, "faas_calls_in_flight").equals("1"));
            }
            TestServer.await(() -> metric(server, "faas_calls_in_flight").equals("0"));
            assertEquals(0, entered.availablePermits());
        }
    }

    @Test
    void a_stream_is_sent_as_it_is_produced() throws Exception {
        var pieces = new CountDownLatch(1);
        try (var server = server(1, TestServer.DEADLINE, streaming(pieces, false));
                var client = server.raw()) {
            client.send("GET / HTTP/1.1\r\nHost: f\r\nConnection: close\r\n\r\n");
            client.read("first");
            pieces.countDown();

            assertTrue(client.rest().endsWith("6\r\nsecond\r\n0\r\n\r\n"));
        }
    }

    @Test
    void a_stream_that_fails_midway_never_appears_complete() throws Exception {
        var pieces = new CountDownLatch(1);
        try (var server = server(1, TestServer.DEADLINE, streaming(pieces, true));
                var client = server.raw()) {
            client.send("GET / HTTP/1.1\r\nHost: f\r\n\r\n");
            client.read("first");
            pieces.countDown();

            String rest = client.rest();
            assertFalse(rest.contains("0\r\n\r\n"), rest);
            TestServer.await(() -> server.logged().contains("failed: java.io.IOException: broken"));
            assertEquals(200, server.get("/_/health").statusCode());
        }
    }

    @Test
    void a_stream_that_fails_before_its_first_byte_is_a_500() throws Exception {
        InputStream closed = InputStream.nullInputStream();
        closed.close();
        Endpoint broken = request -> stream(closed);
        try (var server = server(1, TestServer.DEADLINE, broken)) {
            assertEquals(500, server.get("/").statusCode());
        }
    }

    @Test
    void a_long_stream_arrives_completely_and_an_empty_one_is_empty() throws Exception {
        byte[] bytes = "0123456789abcdef".repeat(100_000).getBytes(UTF_8);
        Endpoint streams =
                request -> stream(new ByteArrayInputStream(request.query().isEmpty() ? new byte[0] : bytes));
        try (var server = server(1, TestServer.DEADLINE, streams)) {
            assertEquals(new String(bytes, UTF_8), server.get("/?long").body());
            assertEquals("", server.get("/").body());
            assertEquals(200, server.get("/").statusCode());
        }
    }

    @Test
    void a_stream_that_exceeds_the_timeout_is_cut_off() throws Exception {
        try (var server = server(1, Duration.ofMillis(500), streaming(new CountDownLatch(1), false));
                var client = server.raw()) {
            client.send("GET / HTTP/1.1\r\nHost: f\r\n\r\n");
            client.read("first");

            assertFalse(client.rest().contains("second"));
            TestServer.await(() -> metric(server, "faas_calls_in_flight").equals("0"));
        }
    }

    @Test
    void a_call_that_does_not_end_when_the_server_stops_still_gets_a_response() throws Exception {
        try (var server = server(1, TestServer.DEADLINE, ignoringInterrupts)) {
            var call = server.getAsync("/");
            entered.acquire();

            assertEquals(
                    1, server.server().stop(Duration.ZERO, Duration.ofMillis(1)).interrupted());

            assertEquals(503, call.join().statusCode());
            release.release();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void ten_waiting_calls_run_concurrently(boolean virtual) throws Exception {
        var behaviour = new Settings.Behaviour(virtual, false, false, false, true, false, false, Optional.empty());
        try (var server = new TestServer(Limits.DEFAULT, behaviour, interruptible)) {
            var calls =
                    IntStream.range(0, 10).mapToObj(i -> server.getAsync("/")).toList();

            entered.acquire(10);
            assertEquals("10", metric(server, "faas_calls_in_flight"));

            release.release(10);
            calls.forEach(call -> assertEquals("done", call.join().body()));
        }
    }

    @Test
    void busy_calls_do_not_delay_another_call_or_health() throws Exception {
        var enough = new AtomicBoolean();
        Endpoint spinning = request -> {
            if (request.query().equals("quick")) {
                return ServerResponse.text("quick");
            }
            entered.release();
            while (!enough.get()) {
                Thread.onSpinWait();
            }
            return ServerResponse.text("spun");
        };
        try (var server = server(8, TestServer.DEADLINE, spinning)) {
            int busy = Runtime.getRuntime().availableProcessors();
            var calls =
                    IntStream.range(0, busy).mapToObj(i -> server.getAsync("/")).toList();
            entered.acquire(busy);

            assertEquals("quick", server.get("/?quick").body());
            assertEquals(200, server.get("/_/health").statusCode());

            assertEquals(Integer.toString(busy), metric(server, "faas_calls_in_flight"));
            enough.set(true);
            calls.forEach(call -> assertEquals("spun", call.join().body()));
        }
    }

    @Test
    void metrics_count_calls_by_status() throws Exception {
        try (var server = server(1, TestServer.DEADLINE, request -> ServerResponse.text("x"))) {
            server.get("/");
            server.get("/x");
            server.get("/_/health");
            TestServer.await(
                    () -> metric(server, "faas_call_duration_seconds_count").equals("2"));

            assertEquals("1", metric(server, "faas_calls_total{code=\"200\"}"));
            assertEquals("1", metric(server, "faas_calls_total{code=\"404\"}"));
            assertEquals("2", metric(server, "faas_call_duration_seconds_bucket{le=\"+Inf\"}"));
        }
    }

    @Test
    void options_lists_the_methods_and_does_not_run_the_function() throws Exception {
        var behaviour = new Settings.Behaviour(
                false, false, false, false, true, false, false, Optional.of("https://example.com"));
        try (var server = new TestServer(Limits.DEFAULT, behaviour, ignoringInterrupts);
                var client = server.raw()) {
            String response =
                    client.send("OPTIONS / HTTP/1.1\r\nHost: f\r\n\r\n").response();

            assertTrue(response.startsWith("HTTP/1.1 204 "), response);
            assertTrue(response.contains("Allow: GET, HEAD, POST, OPTIONS\r\n"), response);
            assertTrue(response.contains("Access-Control-Allow-Origin: https://example.com\r\n"), response);
            assertTrue(response.contains("Access-Control-Allow-Methods: GET, HEAD, POST, OPTIONS\r\n"), response);
            assertEquals(0, entered.availablePermits());
        }
    }

    @Test
    void a_response_has_its_duration() throws Exception {
        try (var server = server(1, TestServer.DEADLINE, request -> ServerResponse.text("x"))) {
            String seconds =
                    server.get("/").headers().firstValue("X-Duration-Seconds").orElse("");

            assertTrue(seconds.matches("[0-9]+\\.[0-9]{6}"), seconds);
        }
    }

    private static TestServer server(int maxInFlight, Duration timeout, Endpoint endpoint) throws IOException {
        return new TestServer(
                new Limits(maxInFlight, timeout, Limits.DEFAULT_MAX_BODY_BYTES), Settings.Behaviour.DEFAULT, endpoint);
    }

    private static String metric(TestServer server, String name) {
        return server.get("/_/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith(name + " "))
                .map(line -> line.substring(name.length() + 1))
                .findFirst()
                .orElse("none");
    }

    private static ServerResponse stream(InputStream in) {
        return new ServerResponse(200, "text/plain", List.of(), new Content.Stream(in));
    }

    /** Two pieces with a wait between them. The second one may be an exception. */
    private static Endpoint streaming(CountDownLatch wait, boolean failing) {
        return request -> stream(new InputStream() {
            private int reads;

            @Override
            public int read() {
                throw new AssertionError("read in pieces");
            }

            @Override
            public int read(byte[] target, int offset, int length) throws IOException {
                reads++;
                if (reads == 1) {
                    return put("first", target);
                }
                try {
                    wait.await();
                } catch (InterruptedException cancelled) {
                    throw new IOException(cancelled);
                }
                if (failing) {
                    throw new IOException("broken");
                }
                return reads == 2 ? put("second", target) : -1;
            }

            private int put(String text, byte[] target) {
                byte[] bytes = text.getBytes(UTF_8);
                System.arraycopy(bytes, 0, target, 0, bytes.length);
                return bytes.length;
            }
        });
    }
}
