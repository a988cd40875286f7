package faas.runtime.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import faas.runtime.response.Problem;
import faas.runtime.response.ServerResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;

class DrainTest {

    @Test
    void a_server_without_calls_stops_at_once() throws Exception {
        try (var server = new TestServer(1, request -> ServerResponse.text("unused"))) {
            assertEquals(
                    0, server.server().stop(Duration.ZERO, TestServer.DEADLINE).interrupted());
            assertTrue(refused(server));
        }
    }

    @Test
    void a_call_in_flight_finishes_after_the_listener_has_closed() throws Exception {
        var entered = new Semaphore(0);
        var release = new CountDownLatch(1);
        Endpoint waiting = request -> {
            entered.release();
            try {
                release.await();
            } catch (InterruptedException early) {
                return Problem.stopped();
            }
            return ServerResponse.text("done");
        };
        try (var server = new TestServer(1, waiting)) {
            var call = server.getAsync("/");
            entered.acquire();
            var stopping = stop(server, Duration.ZERO, TestServer.DEADLINE);
            TestServer.await(() -> refused(server));

            release.countDown();

            assertEquals("done", call.join().body());
            assertEquals("close", call.join().headers().firstValue("Connection").orElse(""));
            assertEquals(new Stopped(1, 0), stopping.join());
        }
    }

    @Test
    void a_call_on_an_open_connection_is_marked_as_not_taken_after_the_listener_has_closed() throws Exception {
        var entered = new Semaphore(0);
        var release = new CountDownLatch(1);
        Endpoint waiting = request -> {
            if (request.query().equals("wait")) {
                entered.release();
                try {
                    release.await();
                } catch (InterruptedException early) {
                    return Problem.stopped();
                }
            }
            return ServerResponse.text("done");
        };
        try (var server = new TestServer(2, waiting);
                var kept = server.raw()) {
            assertTrue(kept.send("GET / HTTP/1.1\r\nHost: f\r\n\r\n").response().startsWith("HTTP/1.1 200 "));
            var call = server.getAsync("/?wait");
            entered.acquire();
            var stopping = stop(server, Duration.ZERO, TestServer.DEADLINE);
            TestServer.await(() -> refused(server));

            String answer = kept.send("POST / HTTP/1.1\r\nHost: f\r\nContent-Length: 0\r\n\r\n")
                    .response();

            assertTrue(answer.startsWith("HTTP/1.1 503 "), answer);
            assertTrue(answer.contains("\r\nX-Not-Taken: true\r\n"), answer);
            assertTrue(answer.contains("\r\nConnection: close\r\n"), answer);
            release.countDown();
            assertEquals("done", call.join().body());
            stopping.join();
        }
    }

    @Test
    void a_call_that_exceeds_the_stop_timeout_is_interrupted_and_gets_a_503() throws Exception {
        var entered = new Semaphore(0);
        Endpoint endless = request -> {
            entered.release();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException stopped) {
                return Problem.stopped();
            }
            return ServerResponse.text("unreachable");
        };
        try (var server = new TestServer(1, endless)) {
            var call = server.getAsync("/");
            entered.acquire();

            assertEquals(
                    1, server.server().stop(Duration.ZERO, Duration.ofMillis(1)).interrupted());

            assertEquals(503, call.join().statusCode());
        }
    }

    @Test
    void while_draining_it_accepts_connections_and_asks_clients_to_close_them() throws Exception {
        try (var server = new TestServer(1, request -> ServerResponse.text("still here"))) {
            var interrupted = new CountDownLatch(1);
            var drain = Thread.ofPlatform().start(() -> {
                try {
                    server.server().stop(Duration.ofHours(1), Duration.ZERO);
                } catch (InterruptedException asked) {
                    interrupted.countDown();
                }
            });
            TestServer.await(() -> server.get("/_/ready").statusCode() == 503);

            var response = server.get("/");

            assertEquals("still here", response.body());
            assertEquals("close", response.headers().firstValue("Connection").orElse(""));
            assertEquals(200, server.get("/_/health").statusCode());
            drain.interrupt();
            interrupted.await();
        }
    }

    private static CompletableFuture<Stopped> stop(TestServer server, Duration delay, Duration timeout) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return server.server().stop(delay, timeout);
            } catch (InterruptedException early) {
                throw new AssertionError(early);
            }
        });
    }

    private static boolean refused(TestServer server) {
        try (var _ = server.raw()) {
            return false;
        } catch (IOException refused) {
            return true;
        }
    }
}
