package faas.gateway.proxy;

import static faas.gateway.proxy.Wire.readUntil;
import static faas.gateway.proxy.Wire.write;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import faas.gateway.Await;
import faas.gateway.function.DeployedFunction;
import faas.gateway.function.Endpoint;
import faas.gateway.function.FunctionPolicy;
import faas.gateway.function.FunctionService;
import faas.gateway.function.Snapshot;
import faas.gateway.http.reply.ProblemWriter;
import faas.gateway.http1.BodyFraming;
import faas.gateway.http1.Fields;
import faas.gateway.io.IoLoop;
import faas.gateway.io.IoLoops;
import faas.gateway.io.MemoryLimits;
import faas.gateway.metrics.GatewayMetrics;
import faas.gateway.proxy.call.Call;
import faas.gateway.proxy.call.CallRequest;
import faas.gateway.proxy.call.Origin;
import faas.gateway.proxy.call.Problem;
import faas.gateway.proxy.pool.ConnectionPools;
import faas.gateway.routing.RoutingTable;
import faas.gateway.routing.Upstream;
import io.undertow.util.HttpString;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.xnio.OptionMap;
import org.xnio.Options;
import org.xnio.Xnio;
import org.xnio.XnioWorker;

/** The proxy's port towards clients, with a client that is no socket: nothing of a server is known to it. */
class MemoryCallTest {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    @RegisterExtension
    private final Wire wire = new Wire();

    private final XnioWorker worker = Xnio.getInstance()
            .createWorker(OptionMap.builder().set(Options.WORKER_IO_THREADS, 1).getMap());
    private final IoLoops loops = new IoLoops(1, new MemoryLimits(16 * 1024, 64, 1 << 20), System::nanoTime);
    private final IoLoop loop = onLoop(() -> loops.of(worker.getIoThread()));
    private final ConnectionPools pools = new ConnectionPools(loops, Duration.ofSeconds(1), LIMIT, System::nanoTime);
    private final RoutingTable table = new RoutingTable(10, new Nobody(), System::nanoTime, 1);

    MemoryCallTest() throws IOException {
        Endpoint task = new Endpoint("t1", "f", "node", 1, "127.0.0.1", wire.port());
        FunctionService service =
                new FunctionService("f", "f", wire.port(), 1, FunctionPolicy.DEFAULT, List.of(task), List.of());
        table.publish(new Snapshot(Map.of("f", new DeployedFunction("f", List.of(service)))));
    }

    @AfterEach
    void stop() throws InterruptedException {
        assertEquals(0, table.upstreams().stream().mapToInt(Upstream::inFlight).sum());
        Await.until("the buffers to come back", LIMIT, loops::buffersInUse, used -> used == 0);
        worker.shutdown();
        assertTrue(worker.awaitTermination(LIMIT.toMillis(), TimeUnit.MILLISECONDS));
    }

    @Test
    void it_is_served_and_its_body_passes_on_as_it_comes() throws Exception {
        MemoryCall call = call("POST", new BodyFraming.Sized(10));
        serve(call, List.of());
        try (Socket task = wire.accept()) {
            assertTrue(readUntil(task, "\r\n\r\n").startsWith("POST /rest?a=1 HTTP/1.1\r\n"));
            onLoop(() -> call.send("hello", false));
            assertEquals("hello", readUntil(task, "hello"));
            onLoop(() -> call.send("world", true));
            assertEquals("world", readUntil(task, "world"));
            onLoop(() -> call.take(100));
            write(task, "HTTP/1.1 201 Created\r\nContent-Length: 4\r\n\r\ndone");

            assertEquals("done", call.ended().get(10, TimeUnit.SECONDS));
            assertEquals(201, call.status());
        }
    }

    @Test
    void a_response_that_is_not_read_holds_the_task_back() throws Exception {
        MemoryCall call = call("GET", new BodyFraming.None());
        serve(call, List.of());
        String body = "x".repeat(64 * 1024);
        try (Socket task = wire.accept()) {
            readUntil(task, "\r\n\r\n");
            write(task, "HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
            Await.until("the response to begin", LIMIT, call::isStarted, started -> started);
            assertEquals(0, call.taken());
            onLoop(() -> call.take(1000));
            Await.until("a thousand bytes", LIMIT, call::taken, bytes -> bytes == 1000);
            assertFalse(call.ended().isDone());

            onLoop(() -> call.take(body.length()));

            assertEquals(body, call.ended().get(10, TimeUnit.SECONDS));
        }
    }

    @Test
    void a_client_that_disconnects_cancels_the_call() throws Exception {
        MemoryCall call = call("GET", new BodyFraming.None());
        serve(call, List.of());
        try (Socket task = wire.accept()) {
            readUntil(task, "\r\n\r\n");

            onLoop(call::disconnect);

            assertEquals("aborted", call.ended().get(10, TimeUnit.SECONDS));
            assertEquals(-1, task.getInputStream().read());
        }
    }

    @Test
    void the_first_admission_that_refuses_it_decides_and_may_add_fields() throws Exception {
        MemoryCall call = call("GET", new BodyFraming.None());
        Admission passes = (admitted, route) -> null;
        Admission refuses = (admitted, route) -> new Refusal(
                new Problem.Busy(route.function().name(), false), new Fields().add(Call.ID_FIELD, "of the admission"));
        Admission never = (admitted, route) -> {
            throw new AssertionError("asked after a refusal");
        };

        serve(call, List.of(passes, refuses, never));

        assertTrue(call.ended().get(10, TimeUnit.SECONDS).contains("\"code\":\"busy\""));
        assertEquals(503, call.status());
        assertEquals(0, table.upstreams().stream().mapToInt(Upstream::inFlight).sum());
    }

    @Test
    void a_refusal_that_is_one_object_for_all_calls_stays_as_it_is() throws Exception {
        Refusal one = new Refusal(
                new Problem.Busy("f", false), new Fields().add(new HttpString("WWW-Authenticate"), "Basic"));

        for (int i = 0; i < 2; i++) {
            MemoryCall call = call("GET", new BodyFraming.None());
            serve(call, List.of((admitted, route) -> one));
            call.ended().get(10, TimeUnit.SECONDS);
        }

        assertEquals(1, one.fields().size());
    }

    private MemoryCall call(String method, BodyFraming framing) {
        return new MemoryCall(loop, method, "/f/rest?a=1", framing);
    }

    private void serve(MemoryCall request, List<Admission> admissions) {
        Proxy proxy =
                new Proxy(table, pools, new ProblemWriter(), new GatewayMetrics(), Duration.ofSeconds(1), admissions);
        Origin origin = new Origin("127.0.0.1", "127.0.0.1", "http", null, false, false);
        Call call = new Call(request, "id", "f", "/rest?a=1", origin, System.nanoTime());
        request.events(new CallRequest.Events() {
            @Override
            public void clientGone() {
                call.clientGone();
            }

            @Override
            public void ended() {}
        });
        onLoop(() -> proxy.serve(call));
    }

    private void onLoop(Runnable task) {
        onLoop(() -> {
            task.run();
            return true;
        });
    }

    private <T> T onLoop(Supplier<T> task) {
        return CompletableFuture.supplyAsync(task, worker.getIoThread())
                .orTimeout(LIMIT.toMillis(), TimeUnit.MILLISECONDS)
                .join();
    }

    /** Nothing follows from the state of a task here. */
    private static final class Nobody implements Upstream.Listener {
        @Override
        public void retired(Upstream upstream) {}

        @Override
        public void ejected(Upstream upstream) {}
    }
}
