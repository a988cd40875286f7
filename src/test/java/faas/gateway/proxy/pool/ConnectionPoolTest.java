package faas.gateway.proxy.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import faas.gateway.function.DeployedFunction;
import faas.gateway.function.Endpoint;
import faas.gateway.function.FunctionPolicy;
import faas.gateway.function.FunctionService;
import faas.gateway.function.Snapshot;
import faas.gateway.io.IoLoop;
import faas.gateway.io.IoLoops;
import faas.gateway.io.MemoryLimits;
import faas.gateway.routing.RoutingTable;
import faas.gateway.routing.Upstream;
import faas.gateway.taskclient.TaskConnection;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.xnio.OptionMap;
import org.xnio.Options;
import org.xnio.Xnio;
import org.xnio.XnioWorker;

class ConnectionPoolTest {
    private static final int MAX_IDLE_TOTAL = 2;

    private final ServerSocket tasks = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final XnioWorker worker = Xnio.getInstance()
            .createWorker(OptionMap.builder().set(Options.WORKER_IO_THREADS, 1).getMap());
    private final IoLoops loops = new IoLoops(1, new MemoryLimits(16 * 1024, 64, 1 << 20), System::nanoTime);
    private final IoLoop loop = onLoop(() -> loops.of(worker.getIoThread()));
    private final ConnectionPool pool = onLoop(() -> new ConnectionPool(loop, () -> 0, MAX_IDLE_TOTAL));
    private final List<Upstream> upstreams = upstreams(3);

    ConnectionPoolTest() throws IOException {}

    @AfterEach
    void stop() throws IOException, InterruptedException {
        onLoop(() -> {
            upstreams.forEach(pool::closeIdle);
            return true;
        });
        tasks.close();
        worker.shutdown();
        assertTrue(worker.awaitTermination(10, TimeUnit.SECONDS));
    }

    @Test
    void beyond_its_limit_the_connection_to_the_upstream_without_calls_for_longest_is_closed() {
        TaskConnection oldest = connect(0);
        TaskConnection second = connect(1);
        TaskConnection third = connect(2);
        giveBack(0, oldest);
        giveBack(1, second);
        // Its function is called, so the second one is now without calls for longest.
        assertEquals(oldest, onLoop(() -> pool.takeIdle(upstreams.get(0), false)));
        giveBack(0, oldest);

        giveBack(2, third);

        assertEquals(List.of(true, false, true), areOpen(oldest, second, third));
    }

    @Test
    void a_connection_that_is_taken_or_closed_leaves_room_for_another_one() {
        TaskConnection first = connect(0);
        TaskConnection second = connect(1);
        TaskConnection third = connect(2);
        giveBack(0, first);
        giveBack(1, second);
        onLoop(() -> {
            pool.closeIdle(upstreams.get(0));
            return pool.takeIdle(upstreams.get(1), false);
        });

        giveBack(1, second);
        giveBack(2, third);

        assertEquals(List.of(false, true, true), areOpen(first, second, third));
    }

    private List<Boolean> areOpen(TaskConnection... connections) {
        return onLoop(
                () -> List.of(connections).stream().map(TaskConnection::isOpen).toList());
    }

    private TaskConnection connect(int upstream) {
        CompletableFuture<TaskConnection> made = new CompletableFuture<>();
        loop.execute(() -> pool.connect(
                upstreams.get(upstream), loops.taskBuffers(), made::complete, made::completeExceptionally));
        return made.orTimeout(10, TimeUnit.SECONDS).join();
    }

    private void giveBack(int upstream, TaskConnection connection) {
        onLoop(() -> {
            pool.giveBack(upstreams.get(upstream), connection);
            return true;
        });
    }

    private <T> T onLoop(Supplier<T> action) {
        CompletableFuture<T> result = new CompletableFuture<>();
        worker.getIoThread().execute(() -> {
            try {
                result.complete(action.get());
            } catch (RuntimeException | Error e) {
                result.completeExceptionally(e);
            }
        });
        return result.orTimeout(10, TimeUnit.SECONDS).join();
    }

    private List<Upstream> upstreams(int count) {
        List<Endpoint> endpoints = IntStream.range(0, count)
                .mapToObj(i -> new Endpoint("t" + i, "s", "node", i + 1, "127.0.0.1", tasks.getLocalPort()))
                .toList();
        FunctionService service = new FunctionService(
                "s", "f", tasks.getLocalPort(), count, FunctionPolicy.DEFAULT, endpoints, List.of());
        RoutingTable table = new RoutingTable(10, new Nobody(), System::nanoTime, 1);
        table.publish(new Snapshot(Map.of("f", new DeployedFunction("f", List.of(service)))));
        table.find("f");
        return table.upstreams().stream()
                .sorted(Comparator.comparing(upstream -> upstream.endpoint().taskId()))
                .toList();
    }

    private record Nobody() implements Upstream.Listener {
        @Override
        public void retired(Upstream upstream) {}

        @Override
        public void ejected(Upstream upstream) {}
    }
}
