package faas.gateway.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import faas.gateway.Await;
import faas.gateway.GatewayFixture;
import faas.gateway.Policies;
import faas.gateway.function.FunctionPolicy;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A client that goes away, in every state of its call and in every way there is. No time of the gateway's own ends within
 * what a test waits, so that only the client's going can end the call.
 */
class HangUpTest {
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final String NO_CONTENT = "HTTP/1.1 204 No Content\r\n\r\n";

    @RegisterExtension
    final GatewayFixture gateway = new GatewayFixture(
            "FAAS_IO_THREADS",
            "1",
            "FAAS_TIMEOUT",
            "5m",
            "FAAS_HOLD",
            "5m",
            "FAAS_CONNECT_TIMEOUT",
            "1m",
            "FAAS_GRACE_PERIOD",
            "1s");

    @RegisterExtension
    final Wire wire = new Wire();

    @ParameterizedTest
    @EnumSource
    void while_its_function_works_its_place_is_free_at_once(Leaving leaving) throws Exception {
        gateway.deploy("f", 1, Policies.maxInFlight(1), wire.port());
        try (Leaving.Client client = leaving.connect(gateway.port())) {
            client.get("/f");
            try (Socket function = wire.acceptCall()) {
                CompletableFuture<HttpResponse<String>> next = gateway.getLater("/f/next");
                awaitHeld(1);

                client.leave();

                assertEquals("", Wire.readToEnd(function));
                serveNext(next);
            }
            assertGone(" status=499 ");
        }
    }

    @ParameterizedTest
    @EnumSource
    void while_it_waits_for_a_place_it_is_not_led_to_a_task_any_more(Leaving leaving) throws Exception {
        gateway.deploy("f", 1, Policies.maxInFlight(1), wire.port());
        CompletableFuture<HttpResponse<String>> first = gateway.getLater("/f/first");
        try (Leaving.Client client = leaving.connect(gateway.port());
                Socket function = wire.acceptCall()) {
            client.get("/f");
            awaitHeld(1);
            CompletableFuture<HttpResponse<String>> next = gateway.getLater("/f/next");
            awaitHeld(2);

            client.leave();

            awaitHeld(1);
            assertGone(" status=499 ");
            Wire.write(function, NO_CONTENT);
            assertEquals(204, status(first));
            String request = Wire.readUntil(function, "\r\n\r\n");
            assertTrue(request.startsWith("GET /next "), request);
            Wire.write(function, NO_CONTENT);
            assertEquals(204, status(next));
        }
    }

    @ParameterizedTest
    @EnumSource
    void while_no_task_runs_its_place_in_the_queue_is_free(Leaving leaving) throws Exception {
        gateway.deploy("f", 1, FunctionPolicy.DEFAULT);
        try (Leaving.Client client = leaving.connect(gateway.port())) {
            client.post("/f");
            awaitHeld(1);

            client.leave();

            awaitHeld(0);
            assertGone(" status=499 ");
        }
    }

    @ParameterizedTest
    @EnumSource
    void while_its_body_is_collected_nothing_is_kept_of_it(Leaving leaving) throws Exception {
        gateway.deploy("f", 1, Policies.maxInFlight(1), wire.port());
        try (Leaving.Client client = leaving.connect(gateway.port())) {
            client.post("/f");
            awaitBuffers(1);

            client.leave();

            assertGone(" status=499 ");
            awaitBuffers(0);
            assertEquals(0, gateway.openLeases());
        }
    }

    @ParameterizedTest
    @EnumSource
    void while_a_connection_is_made_for_it_the_task_is_not_blamed(Leaving leaving) throws Exception {
        try (Deaf task = new Deaf();
                Leaving.Client client = leaving.connect(gateway.port())) {
            task.stopListening();
            gateway.deploy("f", task.port());
            client.get("/f");
            awaitLeases(1);

            client.leave();

            awaitLeases(0);
            assertGone(" status=499 ");
        }
        assertEquals(List.of(), gateway.suspected());
    }

    @ParameterizedTest
    @EnumSource
    void while_its_body_is_sent_its_function_does_not_take_the_body_for_whole(Leaving leaving) throws Exception {
        gateway.deploy("f", wire.port());
        try (Leaving.Client client = leaving.connect(gateway.port())) {
            client.post("/f");
            try (Socket function = wire.accept()) {
                Wire.readUntil(function, "half of");

                client.leave();

                assertEquals("", Wire.readToEnd(function));
            }
            assertGone(" status=499 ");
        }
    }

    @ParameterizedTest
    @EnumSource
    void while_its_answer_comes_its_function_is_told(Leaving leaving) throws Exception {
        gateway.deploy("f", wire.port());
        try (Leaving.Client client = leaving.connect(gateway.port())) {
            client.get("/f");
            try (Socket function = wire.acceptCall()) {
                Wire.write(function, "HTTP/1.1 200 OK\r\nContent-Length: 13\r\n\r\nhalf of");
                client.await("half of");

                client.leave();

                assertEquals("", Wire.readToEnd(function));
            }
            assertGone(" status=200 ");
        }
    }

    @ParameterizedTest
    @EnumSource
    void while_it_does_not_read_its_answer_its_function_need_not_write_it(Leaving leaving) throws Exception {
        gateway.deploy("f", wire.port());
        try (Leaving.Client client = leaving.connect(gateway.port())) {
            client.get("/f");
            try (Socket function = wire.acceptCall()) {
                CompletableFuture<Void> endless = CompletableFuture.runAsync(() -> writeOn(function));
                client.await("200");

                client.leave();

                assertThrows(
                        CompletionException.class, endless.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)::join);
                assertFalse(endless.exceptionNow() instanceof java.util.concurrent.TimeoutException);
            }
            assertGone(" status=200 ");
        }
    }

    private static void writeOn(Socket function) {
        try {
            Wire.write(function, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
            while (true) {
                Wire.write(function, "2000\r\n" + "x".repeat(0x2000) + "\r\n");
            }
        } catch (IOException cutOff) {
            throw new java.io.UncheckedIOException(cutOff);
        }
    }

    private void serveNext(CompletableFuture<HttpResponse<String>> next) throws Exception {
        try (Socket function = wire.acceptCall()) {
            Wire.write(function, NO_CONTENT);
            assertEquals(204, status(next));
        }
    }

    private static int status(CompletableFuture<HttpResponse<String>> answer) throws Exception {
        return answer.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS).statusCode();
    }

    private void assertGone(String status) {
        List<String> log = gateway.awaitAccessLog(line -> line.endsWith("fault=caller_gone"));
        assertTrue(
                log.stream().anyMatch(line -> line.endsWith("fault=caller_gone") && line.contains(status)),
                log::toString);
    }

    private void awaitHeld(int calls) {
        Await.until(calls + " held calls", PATIENCE, gateway::held, held -> held == calls);
    }

    private void awaitLeases(int calls) {
        Await.until(calls + " calls at the task", PATIENCE, gateway::openLeases, open -> open == calls);
    }

    private void awaitBuffers(int buffers) {
        Await.until(buffers + " buffers in use", PATIENCE, gateway::buffersInUse, used -> used == buffers);
        gateway.awaitIoThreads();
    }
}
