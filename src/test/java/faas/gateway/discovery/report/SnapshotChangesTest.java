package faas.gateway.discovery.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import faas.gateway.function.Balancer;
import faas.gateway.function.DeployedFunction;
import faas.gateway.function.Endpoint;
import faas.gateway.function.FunctionPolicy;
import faas.gateway.function.FunctionService;
import faas.gateway.function.Snapshot;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SnapshotChangesTest {
    @Test
    void equal_snapshots_have_no_changes() {
        assertEquals(List.of(), SnapshotChanges.between(addition(2, "t1", "t2"), addition(2, "t1", "t2")));
    }

    @Test
    void a_new_function_is_reported_with_its_service() {
        assertEquals(
                List.of("function addition: added, 1 of 2 tasks able to serve, service faas_addition port 8080"),
                SnapshotChanges.between(Snapshot.EMPTY, addition(2, "t1")));
    }

    @Test
    void a_removed_function_is_reported() {
        assertEquals(List.of("function addition: removed"), SnapshotChanges.between(addition(1, "t1"), Snapshot.EMPTY));
    }

    @Test
    void added_and_removed_tasks_are_counted() {
        assertEquals(
                List.of("function addition: 2 -> 3 of 3 tasks able to serve (+2 -1)"),
                SnapshotChanges.between(addition(3, "t1", "t2"), addition(3, "t2", "t3", "t4")));
    }

    @Test
    void a_replaced_task_is_reported_though_the_number_is_the_same() {
        assertEquals(
                List.of("function addition: 1 -> 1 of 1 tasks able to serve (+1 -1)"),
                SnapshotChanges.between(addition(1, "t1"), addition(1, "t2")));
    }

    @Test
    void a_new_number_of_tasks_is_reported_before_any_has_started() {
        assertEquals(
                List.of("function addition: 1 of 5 tasks able to serve"),
                SnapshotChanges.between(addition(1, "t1"), addition(5, "t1")));
    }

    @Test
    void a_changed_port_is_reported() {
        Snapshot before = new Snapshot(Map.of("addition", function(8080, 1, "t1")));
        Snapshot after = new Snapshot(Map.of("addition", function(9000, 1, "t1")));

        assertEquals(
                List.of("function addition: 1 -> 1 of 1 tasks able to serve (+1 -1), "
                        + "now service faas_addition port 9000"),
                SnapshotChanges.between(before, after));
    }

    @Test
    void a_draining_task_is_reported_until_it_has_stopped() {
        Snapshot before = addition(1, "t1", "t2");
        Snapshot meanwhile = draining(addition(1, "t1"), "t2");
        Snapshot after = addition(1, "t1");

        assertEquals(
                List.of("function addition: 2 -> 1 of 1 tasks able to serve (+0 -1), 1 draining"),
                SnapshotChanges.between(before, meanwhile));
        assertEquals(
                List.of("function addition: 1 of 1 tasks able to serve, 0 draining"),
                SnapshotChanges.between(meanwhile, after));
    }

    @Test
    void changed_labels_are_reported() {
        Snapshot before = addition(1, "t1");
        FunctionService service = function(8080, 1, "t1").services().getFirst();
        FunctionPolicy policy = new FunctionPolicy(
                Optional.of(Duration.ofSeconds(5)),
                OptionalInt.empty(),
                OptionalInt.empty(),
                Optional.empty(),
                Balancer.ROUND_ROBIN,
                OptionalInt.empty(),
                "");
        Snapshot after = snapshot(new FunctionService(
                service.id(),
                service.name(),
                service.port(),
                service.replicas(),
                policy,
                service.endpoints(),
                List.of()));

        assertEquals(
                List.of("function addition: 1 of 1 tasks able to serve, labels changed"),
                SnapshotChanges.between(before, after));
    }

    @Test
    void each_changed_function_has_its_own_line_in_the_order_of_names() {
        Snapshot before = new Snapshot(Map.of("b", renamed("b")));
        Snapshot after = new Snapshot(Map.of("a", renamed("a"), "c", renamed("c")));

        List<String> lines = SnapshotChanges.between(before, after);

        assertEquals(
                List.of("function a: added", "function b: removed", "function c: added"),
                lines.stream().map(line -> line.split(",", 2)[0]).toList());
    }

    private static Snapshot addition(int replicas, String... tasks) {
        return new Snapshot(Map.of("addition", function(8080, replicas, tasks)));
    }

    private static Snapshot snapshot(FunctionService service) {
        return new Snapshot(Map.of("addition", new DeployedFunction("addition", List.of(service))));
    }

    private static Snapshot draining(Snapshot able, String task) {
        FunctionService service =
                able.functions().values().iterator().next().services().getFirst();
        return snapshot(new FunctionService(
                service.id(),
                service.name(),
                service.port(),
                service.replicas(),
                service.policy(),
                service.endpoints(),
                List.of(new Endpoint(task, "s1", "node-1", 1, "10.0.1.1", 8080))));
    }

    private static DeployedFunction renamed(String name) {
        return new DeployedFunction(name, function(8080, 1, "t1").services());
    }

    private static DeployedFunction function(int port, int replicas, String... tasks) {
        List<Endpoint> endpoints = Stream.of(tasks)
                .map(task -> new Endpoint(task, "s1", "node-1", 1, "10.0.1.1", port))
                .toList();
        return new DeployedFunction(
                "addition",
                List.of(new FunctionService(
                        "s1", "faas_addition", port, replicas, FunctionPolicy.DEFAULT, endpoints, List.of())));
    }
}
