package faas.gateway.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import faas.gateway.function.DeployedFunction;
import faas.gateway.function.Endpoint;
import faas.gateway.function.FunctionPolicy;
import faas.gateway.function.FunctionService;
import faas.gateway.function.Snapshot;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RoutingTableTest {
    private final RecordingListener listener = new RecordingListener();
    private final List<Upstream> retired = listener.retired;
    private final RoutingTable table = new RoutingTable(10, listener, () -> 0, 1);

    @Test
    void an_unknown_name_has_no_route() {
        table.publish(snapshot(function("f", "t1")));

        assertTrue(table.find("g").isEmpty());
    }

    @Test
    void an_unchanged_task_keeps_its_upstream_through_a_refresh() {
        table.publish(snapshot(function("f", "t1", "t2")));
        Upstream before = upstream("f", "t2");

        table.publish(snapshot(function("f", "t2", "t3")));

        assertSame(before, upstream("f", "t2"));
    }

    @Test
    void a_task_that_left_is_retired_once_and_gets_no_more_calls() {
        table.publish(snapshot(function("f", "t1", "t2")));
        Upstream leaving = upstream("f", "t1");

        table.publish(snapshot(function("f", "t2")));
        table.publish(snapshot(function("f", "t2")));

        assertEquals(List.of(leaving), retired);
        assertTrue(leaving.retired());
        assertEquals(List.of("t2"), tasks("f"));
    }

    @Test
    void a_new_task_at_an_old_address_is_a_new_upstream() {
        table.publish(snapshot(function("f", "t1")));
        Upstream before = upstream("f", "t1");
        Endpoint sameAddress = new Endpoint("t9", "f", "n", 1, before.endpoint().address(), 8080);

        table.publish(new Snapshot(Map.of("f", deployed("f", List.of(sameAddress)))));

        assertNotSame(before, upstream("f", "t9"));
    }

    @Test
    void other_functions_keep_their_routes_when_one_changes() {
        table.publish(snapshot(function("f", "t1"), function("g", "t2")));
        Route before = table.find("g").orElseThrow();

        table.publish(snapshot(function("f", "t3"), function("g", "t2")));

        assertSame(before, table.find("g").orElseThrow());
    }

    @Test
    void round_robin_continues_where_it_was_when_tasks_change() {
        table.publish(snapshot(function("f", "t1", "t2", "t3")));
        next("f");

        table.publish(snapshot(function("f", "t1", "t2", "t3", "t4")));

        assertEquals("t2", next("f"));
    }

    @Test
    void services_that_share_a_name_serve_it_together() {
        FunctionService one = service("one", List.of(endpoint("t1")));
        FunctionService two = service("two", List.of(endpoint("t2")));

        table.publish(new Snapshot(Map.of("f", new DeployedFunction("f", List.of(one, two)))));

        List<String> tasks = List.of(next("f"), next("f"), next("f"));
        assertEquals(List.of("t1", "t2", "t1"), tasks);
    }

    @Test
    void tried_upstreams_are_skipped_until_none_is_left() {
        table.publish(snapshot(function("f", "t1", "t2")));
        Route route = table.find("f").orElseThrow();
        TriedUpstreams tried = new TriedUpstreams();

        for (int i = 0; i < 2; i++) {
            Upstream.Lease lease = granted(route.choose(tried, false));
            tried.add(lease.upstream());
            lease.failed();
        }

        assertEquals(2, tried.size());
        assertInstanceOf(Choice.Unreachable.class, route.choose(tried, false));
    }

    @Test
    void a_lease_that_ends_several_times_counts_once() {
        table.publish(snapshot(function("f", "t1")));
        Upstream upstream = upstream("f", "t1");
        Upstream.Lease lease = granted(table.find("f").orElseThrow().choose(new TriedUpstreams(), false));
        assertEquals(1, upstream.inFlight());

        lease.succeeded();
        lease.failed();
        lease.ignored();

        assertEquals(List.of(0L, 1L, 0L), List.of((long) upstream.inFlight(), upstream.succeeded(), upstream.failed()));
    }

    @Test
    void a_stopping_task_gets_no_calls_while_others_are_able_and_keeps_its_upstream_until_it_is_gone() {
        table.publish(snapshot(function("f", "t1", "t2")));
        Upstream stopping = upstream("f", "t1");

        table.publish(snapshot(draining("f", List.of("t2"), List.of("t1"))));
        assertEquals(List.of("t2"), tasks("f"));
        assertSame(stopping, table.find("f").orElseThrow().draining().getFirst());
        assertEquals(List.of(stopping), retired);

        table.publish(snapshot(draining("f", List.of(), List.of("t1"))));
        assertEquals("t1", next("f"));

        table.publish(snapshot(function("f")));
        assertEquals(
                List.of(stopping), retired.stream().filter(u -> u == stopping).toList());
    }

    @Test
    void a_change_of_one_function_among_ten_thousand_leaves_the_others_unchanged() {
        Map<String, DeployedFunction> all = new HashMap<>();
        for (int i = 0; i < 10_000; i++) {
            all.put(
                    "f" + i,
                    function(
                            "f" + i,
                            IntStream.range(0, 10).mapToObj(t -> "t" + t).toArray(String[]::new)));
        }
        table.publish(new Snapshot(all));
        Map<String, Route> before = new HashMap<>();
        all.keySet().forEach(name -> before.put(name, table.find(name).orElseThrow()));

        all.put("f1", function("f1", "t1"));
        table.publish(new Snapshot(all));

        before.remove("f1");
        before.forEach((name, route) -> assertSame(route, table.find(name).orElseThrow()));
        assertEquals(List.of("t1"), tasks("f1"));
        assertEquals(9, retired.size());
    }

    @Test
    void round_robin_is_even_across_threads() throws InterruptedException {
        table.publish(snapshot(function("f", "t1", "t2", "t3", "t4", "t5")));
        Map<String, AtomicInteger> taken = new ConcurrentHashMap<>();
        List<Thread> threads = IntStream.range(0, 4)
                .mapToObj(i -> Thread.ofPlatform().start(() -> {
                    for (int n = 0; n < 25_000; n++) {
                        taken.computeIfAbsent(next("f"), t -> new AtomicInteger())
                                .incrementAndGet();
                    }
                }))
                .toList();
        for (Thread thread : threads) {
            thread.join();
        }

        assertEquals(
                List.of(20_000, 20_000, 20_000, 20_000, 20_000),
                taken.values().stream().map(AtomicInteger::get).toList());
    }

    @Test
    void no_reader_sees_an_old_route_once_publish_has_returned() throws InterruptedException {
        Thread reader = Thread.ofPlatform().start(() -> {
            while (!Thread.currentThread().isInterrupted()) {
                table.find("f");
            }
        });

        for (int i = 0; i < 20_000; i++) {
            table.publish(snapshot(function("f", "t" + i)));
            assertEquals(List.of("t" + i), tasks("f"));
        }

        reader.interrupt();
        reader.join();
        assertEquals(19_999, retired.size());
    }

    private String next(String name) {
        Upstream.Lease lease = granted(table.find(name).orElseThrow().choose(new TriedUpstreams(), false));
        lease.succeeded();
        return lease.upstream().endpoint().taskId();
    }

    private Upstream upstream(String name, String task) {
        return table.find(name).orElseThrow().upstreams().stream()
                .filter(u -> u.endpoint().taskId().equals(task))
                .findFirst()
                .orElseThrow();
    }

    private List<String> tasks(String name) {
        return table.find(name).orElseThrow().upstreams().stream()
                .map(u -> u.endpoint().taskId())
                .toList();
    }

    private static Upstream.Lease granted(Choice choice) {
        return assertInstanceOf(Choice.Granted.class, choice).lease();
    }

    private static DeployedFunction draining(String name, List<String> able, List<String> draining) {
        return new DeployedFunction(
                name,
                List.of(new FunctionService(
                        "id-" + name,
                        name,
                        8080,
                        1,
                        FunctionPolicy.DEFAULT,
                        able.stream().map(task -> endpoint(name, task)).toList(),
                        draining.stream().map(task -> endpoint(name, task)).toList())));
    }

    private static Snapshot snapshot(DeployedFunction... functions) {
        Map<String, DeployedFunction> all = new HashMap<>();
        Arrays.stream(functions).forEach(f -> all.put(f.name(), f));
        return new Snapshot(all);
    }

    private static DeployedFunction function(String name, String... tasks) {
        return deployed(
                name, Arrays.stream(tasks).map(task -> endpoint(name, task)).toList());
    }

    private static DeployedFunction deployed(String name, List<Endpoint> endpoints) {
        return new DeployedFunction(name, List.of(service(name, endpoints)));
    }

    private static FunctionService service(String name, List<Endpoint> endpoints) {
        return new FunctionService(
                "id-" + name, name, 8080, endpoints.size(), FunctionPolicy.DEFAULT, endpoints, List.of());
    }

    private static Endpoint endpoint(String task) {
        return endpoint("s", task);
    }

    private static Endpoint endpoint(String service, String task) {
        return new Endpoint(task, service, "n", 1, "10.0.1." + (task.hashCode() & 0xff), 8080);
    }

    private static final class RecordingListener implements Upstream.Listener {
        private final List<Upstream> retired = new ArrayList<>();

        @Override
        public void retired(Upstream upstream) {
            retired.add(upstream);
        }

        @Override
        public void ejected(Upstream upstream) {}
    }
}
