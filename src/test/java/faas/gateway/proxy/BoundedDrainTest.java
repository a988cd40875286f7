package faas.gateway.proxy;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.ok;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import faas.gateway.Await;
import faas.gateway.GatewayFixture;
import faas.gateway.Policies;
import faas.gateway.Tasks;
import faas.gateway.function.FunctionPolicy;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The end of the gateway comes in time, whatever clients do. */
class BoundedDrainTest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** The grace period, two seconds, and what a busy machine takes; far less than the time in which a client is given up. */
    private static final Duration BOUND = Duration.ofSeconds(15);

    private static final String CALL = "GET /f HTTP/1.1\r\nHost: h\r\n\r\n";

    @RegisterExtension
    final GatewayFixture gateway =
            new GatewayFixture("FAAS_GRACE_PERIOD", "1s", "FAAS_TIMEOUT", "5m", "FAAS_HOLD", "5m");

    @RegisterExtension
    final WireMockExtension task = Tasks.wireMock();

    @RegisterExtension
    final Wire wire = new Wire();

    @Test
    void a_stream_that_the_client_does_not_let_go_on_is_cut_off() throws Exception {
        task.stubFor(any(anyUrl()).willReturn(ok("x".repeat(100_000))));
        gateway.deploy("f", task.getPort());
        try (Http2Client client = Http2Client.connect(gateway.port())) {
            client.frame(Http2Client.SETTINGS, 0, 0, (byte) 0, (byte) 4, (byte) 0, (byte) 0, (byte) 0, (byte) 0);
            client.get(1, "/f");
            client.await(1, ":status: 200");

            stop("stopped: calls still in flight were cut off");
        }
    }

    @Test
    void a_problem_that_the_client_does_not_let_out_is_cut_off_too() throws Exception {
        try (Http2Client client = Http2Client.connect(gateway.port())) {
            client.frame(Http2Client.SETTINGS, 0, 0, (byte) 0, (byte) 4, (byte) 0, (byte) 0, (byte) 0, (byte) 0);
            client.get(1, "/nobody");
            client.await(1, ":status: 404");

            stop("stopped: calls still in flight were cut off");
        }
    }

    @Test
    void an_answer_that_nobody_reads_is_cut_off() throws Exception {
        task.stubFor(any(anyUrl()).willReturn(ok("x".repeat(20_000_000))));
        gateway.deploy("f", task.getPort());
        try (Socket client = Wire.call(gateway.port(), CALL)) {
            Wire.readUntil(client, "xx");

            stop("stopped: calls still in flight were cut off");
        }
    }

    @Test
    void a_body_that_does_not_come_is_waited_for_no_longer() throws Exception {
        gateway.deploy("f", 1, Policies.maxInFlight(1), wire.port());
        try (Socket client =
                Wire.call(gateway.port(), "POST /f HTTP/1.1\r\nHost: h\r\nContent-Length: 9\r\n\r\nhalf")) {
            Await.until("the body to be collected", PATIENCE, gateway::buffersInUse, used -> used == 1);
            gateway.awaitIoThreads();

            stop("stopped: calls still in flight were cut off");
            assertEquals("", Wire.readToEnd(client));
        }
    }

    @Test
    void calls_that_wait_for_a_task_are_told_over_http_2_as_well() throws Exception {
        gateway.deploy("f", 1, FunctionPolicy.DEFAULT);
        try (Http2Client client = Http2Client.connect(gateway.port())) {
            client.get(1, "/f");
            Await.until("the call to wait", PATIENCE, gateway::held, held -> held == 1);

            stop("stopped: every call finished");
            assertTrue(client.answer(1).contains("\"draining\""));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void calls_that_go_on_coming_do_not_keep_it_from_its_end(boolean oneNeverEnds) throws Exception {
        task.stubFor(any(anyUrl()).willReturn(ok("quick")));
        gateway.deploy("f", task.getPort());
        gateway.deploy("stuck", wire.port());
        AtomicBoolean over = new AtomicBoolean();
        AtomicInteger answers = new AtomicInteger();
        List<Thread> clients = new ArrayList<>();
        try (Socket stuck = Wire.call(gateway.port(), oneNeverEnds ? CALL.replace("/f", "/stuck") : "")) {
            Await.until("the stuck call", PATIENCE, gateway::openLeases, open -> open == (oneNeverEnds ? 1 : 0));
            for (int i = 0; i < 8; i++) {
                clients.add(Thread.ofVirtual().start(() -> callUntil(over, answers)));
            }
            Await.until("answers", PATIENCE, answers::get, n -> n > 100);

            stop(oneNeverEnds ? "stopped: calls still in flight were cut off" : "stopped: every call finished");

            assertTrue(stuck.isConnected());
        } finally {
            over.set(true);
        }
        for (Thread client : clients) {
            assertTrue(client.join(PATIENCE), "a client got no end of its connection");
        }
    }

    /** Calls on one connection after the other, whatever its answers say. */
    private void callUntil(AtomicBoolean over, AtomicInteger answers) {
        int port = gateway.port();
        while (!over.get()) {
            try (Socket client = Wire.call(port, CALL)) {
                while (!over.get()) {
                    Wire.readUntil(client, "\r\n\r\n");
                    answers.incrementAndGet();
                    Wire.write(client, CALL);
                }
            } catch (IOException ended) {
                // The gateway ends the connection, and takes no further one in the end.
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
            }
        }
    }

    private void stop(String end) throws Exception {
        CompletableFuture.runAsync(gateway::stop).get(BOUND.toMillis(), TimeUnit.MILLISECONDS);

        assertEquals(List.of(), gateway.lines(Level.WARN));
        assertTrue(gateway.lines(Level.INFO).contains(end), () -> "no line: " + end);
    }
}
