package faas.gateway.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import faas.gateway.function.Balancer;
import faas.gateway.function.DeployedFunction;
import faas.gateway.function.Endpoint;
import faas.gateway.function.FunctionPolicy;
import faas.gateway.function.FunctionService;
import faas.gateway.function.Snapshot;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LeastInFlightTest implements Upstream.Listener {
    private final LeastInFlight balancer = new LeastInFlight(0);
    private final CallQueue queue = new CallQueue(0, () -> 0);
    private final List<Upstream> nine = Stream.of("a", "b", "c", "d", "e", "f", "g", "h", "i")
            .map(id -> new Upstream(new Endpoint(id, "s", "node", 1, "10.0.1.1", 8080), this, 0))
            .toList();

    @Test
    void the_calls_of_ejected_tasks_are_shared_by_all_others() {
        nine.subList(6, 9).forEach(upstream -> upstream.unreachable(0));

        Map<String, Integer> calls = callsByTask(6_000);

        assertEquals(6, calls.size(), calls::toString);
        calls.values().forEach(n -> assertTrue(n > 900 && n < 1_100, calls::toString));
    }

    @Test
    void the_only_task_left_is_always_found() {
        nine.subList(1, 9).forEach(upstream -> upstream.unreachable(0));

        assertEquals(Map.of("a", 1_000), callsByTask(1_000));
    }

    @Test
    void two_gateways_choose_differently() {
        List<String> one = tasks(new LeastInFlight(1), 50);
        List<String> same = tasks(new LeastInFlight(1), 50);
        List<String> other = tasks(new LeastInFlight(2), 50);

        assertEquals(one, same);
        assertNotEquals(one, other);
    }

    @Test
    void two_tables_choose_differently() {
        List<String> one = tasksByTable(1);

        assertEquals(one, tasksByTable(1));
        assertNotEquals(one, tasksByTable(2));
    }

    private List<String> tasksByTable(long seed) {
        FunctionPolicy policy = new FunctionPolicy(
                Optional.empty(),
                OptionalInt.empty(),
                OptionalInt.empty(),
                Optional.empty(),
                Balancer.LEAST_IN_FLIGHT,
                OptionalInt.empty(),
                "");
        List<Endpoint> endpoints = nine.stream().map(Upstream::endpoint).toList();
        FunctionService service = new FunctionService("s", "f", 8080, 9, policy, endpoints, List.of());
        RoutingTable table = new RoutingTable(0, this, () -> 0, seed);
        table.publish(new Snapshot(Map.of("f", new DeployedFunction("f", List.of(service)))));
        Route route = table.find("f").orElseThrow();
        return Stream.generate(() -> next(route)).limit(50).toList();
    }

    private static String next(Route route) {
        Upstream.Lease lease = assertInstanceOf(Choice.Granted.class, route.choose(new TriedUpstreams(), false))
                .lease();
        lease.succeeded();
        return lease.upstream().endpoint().taskId();
    }

    private List<String> tasks(LoadBalancer chooser, int calls) {
        return Stream.generate(() -> next(chooser)).limit(calls).toList();
    }

    private String next(LoadBalancer chooser) {
        Upstream.Lease lease =
                Objects.requireNonNull(chooser.choose(nine, upstream -> upstream.lease(queue, 0)), "a task is left");
        lease.succeeded();
        return lease.upstream().endpoint().taskId();
    }

    private Map<String, Integer> callsByTask(int calls) {
        Map<String, Integer> byTask = new TreeMap<>();
        for (int i = 0; i < calls; i++) {
            byTask.merge(next(balancer), 1, Integer::sum);
        }
        return byTask;
    }

    @Override
    public void retired(Upstream upstream) {}

    @Override
    public void ejected(Upstream upstream) {}
}
