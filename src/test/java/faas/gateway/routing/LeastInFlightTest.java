package faas.gateway.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import faas.gateway.function.Endpoint;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LeastInFlightTest implements UpstreamListener {
    private final LeastInFlight balancer = new LeastInFlight(0);
    private final WaitingRoom room = new WaitingRoom(0);
    private final List<Upstream> nine = Stream.of("a", "b", "c", "d", "e", "f", "g", "h", "i")
            .map(id -> new Upstream(new Endpoint(id, "s", "node", 1, "10.0.1.1", 8080), this, 0))
            .toList();

    @Test
    void the_calls_of_tasks_that_are_left_out_are_shared_by_all_others() {
        nine.subList(6, 9).forEach(upstream -> upstream.unreachable(0));

        Map<String, Integer> calls = callsByTask(6_000);

        assertEquals(6, calls.size(), calls::toString);
        calls.values().forEach(n -> assertTrue(n > 900 && n < 1_100, calls::toString));
    }

    @Test
    void the_only_task_that_is_left_is_always_found() {
        nine.subList(1, 9).forEach(upstream -> upstream.unreachable(0));

        assertEquals(Map.of("a", 1_000), callsByTask(1_000));
    }

    private Map<String, Integer> callsByTask(int calls) {
        Map<String, Integer> byTask = new TreeMap<>();
        for (int i = 0; i < calls; i++) {
            Upstream.Lease lease = Objects.requireNonNull(
                    balancer.choose(nine, upstream -> upstream.lease(room, 0)), "a task is left");
            byTask.merge(lease.upstream().endpoint().taskId(), 1, Integer::sum);
            lease.worked();
        }
        return byTask;
    }

    @Override
    public void retired(Upstream upstream) {}

    @Override
    public void ejected(Upstream upstream) {}
}
