package faas.gateway.routing;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import faas.gateway.Policies;
import faas.gateway.function.Balancer;
import faas.gateway.function.DeployedFunction;
import faas.gateway.function.Endpoint;
import faas.gateway.function.FunctionPolicy;
import faas.gateway.function.FunctionService;
import faas.gateway.function.Snapshot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RouteTest implements Upstream.Listener {
    private final List<String> ejected = new ArrayList<>();
    private final TriedUpstreams none = new TriedUpstreams();
    private final RoutingTable table = new RoutingTable(100, this, () -> this.now, 1);
    private long now = Duration.ofDays(1).toNanos();

    @Test
    void an_ejected_task_is_skipped_and_the_others_share_its_calls_evenly() {
        deploy(service("s", FunctionPolicy.DEFAULT, 2, "t1", "t2", "t3", "t4"));
        eject("t2");

        Map<String, Long> calls = callsByTask(30);

        assertEquals(Map.of("t1", 10L, "t3", 10L, "t4", 10L), calls);
        assertEquals(List.of("t2"), ejected);
    }

    @Test
    void a_call_that_the_gateway_itself_could_not_connect_wakes_no_other_to_fail_in_its_turn() {
        deploy(service("s", Policies.maxInFlight(1), 2, "t1"));
        List<String> woken = new ArrayList<>();
        CallQueue queue = route().queue();
        queue.enqueue(queue.newPosition(), () -> woken.add("waiting"), queue.signals());

        granted(route().choose(none, true)).unused();
        assertEquals(List.of(), woken);
        granted(route().choose(none, true)).succeeded();

        assertEquals(List.of("waiting"), woken);
    }

    @Test
    void one_probe_readmits_an_ejected_task() {
        deploy(service("s", FunctionPolicy.DEFAULT, 2, "t1", "t2"));
        eject("t1");
        after(Duration.ofMillis(200));

        List<Upstream.Lease> leases = List.of(lease(), lease(), lease());
        assertEquals(1, leases.stream().filter(l -> task(l).equals("t1")).count());
        leases.stream().filter(l -> task(l).equals("t1")).forEach(Upstream.Lease::reached);
        leases.forEach(Upstream.Lease::succeeded);

        assertEquals(Map.of("t1", 5L, "t2", 5L), callsByTask(10));
    }

    @Test
    void when_every_task_is_ejected_all_are_called_again_except_by_queued_calls() {
        deploy(service("s", FunctionPolicy.DEFAULT, 2, "t1", "t2"));
        eject("t1");
        eject("t2");

        assertEquals(Map.of("t1", 5L, "t2", 5L), callsByTask(10));
        assertInstanceOf(Choice.Unreachable.class, route().choose(none, true));
    }

    @Test
    void a_draining_task_is_preferred_to_an_ejected_one_and_never_to_an_able_one() {
        deploy(new FunctionService(
                "s", "s", 8080, 1, FunctionPolicy.DEFAULT, endpoints("s", "able"), endpoints("s", "draining")));
        assertEquals(Map.of("able", 4L), callsByTask(4));

        eject("able");

        assertEquals(Map.of("draining", 4L), callsByTask(4));
    }

    @Test
    void after_a_silent_node_a_call_goes_to_another_node() {
        deploy(
                service("near", FunctionPolicy.DEFAULT, 2, "n1", "n2", "n3"),
                service("far", FunctionPolicy.DEFAULT, 2, "f1"));
        TriedUpstreams tried = new TriedUpstreams();
        Upstream silent = upstream("n1");
        tried.add(silent);
        tried.addSilentNode(silent);

        for (int i = 0; i < 4; i++) {
            Upstream.Lease lease = granted(route().choose(tried, false));
            assertEquals("f1", task(lease));
            lease.succeeded();
        }
        tried.add(upstream("f1"));

        assertTrue(task(granted(route().choose(tried, false))).startsWith("n"));
    }

    @ParameterizedTest
    @EnumSource(Balancer.class)
    void a_task_takes_as_many_calls_as_its_label_allows_and_the_next_one_is_queued(Balancer balancer) {
        deploy(service("s", policy(OptionalInt.of(2), OptionalInt.empty(), balancer), 2, "t1", "t2"));
        List<Upstream.Lease> four = Stream.generate(this::lease).limit(4).toList();
        assertEquals(Map.of("t1", 2L, "t2", 2L), count(four));

        assertInstanceOf(Choice.Full.class, route().choose(none, false));

        List<String> woken = new ArrayList<>();
        CallQueue queue = route().queue();
        queue.enqueue(queue.newPosition(), () -> woken.add("first"), queue.signals());
        four.getFirst().succeeded();
        assertEquals(List.of("first"), woken);
    }

    @Test
    void a_free_slot_goes_to_a_queued_call_before_a_new_one() {
        deploy(service("s", policy(OptionalInt.of(1), OptionalInt.empty(), Balancer.ROUND_ROBIN), 1, "t1"));
        Upstream.Lease only = lease();
        CallQueue queue = route().queue();
        queue.enqueue(queue.newPosition(), () -> {}, queue.signals());
        queue.enqueue(queue.newPosition(), () -> {}, queue.signals());
        only.succeeded();

        assertInstanceOf(Choice.Full.class, route().choose(none, false));
        assertInstanceOf(Choice.Granted.class, route().choose(none, true));
    }

    @Test
    void services_share_the_calls_by_weight_regardless_of_their_number_of_tasks() {
        deploy(service("canary", weight(5), 1, "c1"), service("stable", weight(95), 3, "s1", "s2", "s3"));

        Map<String, Long> calls = callsByTask(600);

        assertEquals(30, calls.get("c1"));
        assertEquals(Map.of("s1", 190L, "s2", 190L, "s3", 190L, "c1", 30L), calls);
    }

    @Test
    void beside_a_weighted_service_one_without_a_weight_counts_as_a_hundred() {
        deploy(service("canary", weight(25), 1, "c1"), service("stable", FunctionPolicy.DEFAULT, 1, "s1"));

        assertEquals(Map.of("c1", 10L, "s1", 40L), callsByTask(50));
    }

    @Test
    void a_service_of_weight_zero_gets_no_calls_and_the_share_of_one_without_tasks_goes_to_the_others() {
        deploy(
                service("blue", weight(0), 1, "b1"),
                service("green", weight(1), 1, "g1"),
                service("grey", weight(9), 1));

        assertEquals(Map.of("g1", 10L), callsByTask(10));
    }

    @Test
    void large_weights_keep_their_proportion() {
        deploy(
                service("a", weight(997), 1, "a1"),
                service("b", weight(991), 1, "b1"),
                service("c", weight(983), 1, "c1"));

        Map<String, Long> calls = callsByTask(6_000);

        calls.values().forEach(n -> assertTrue(n > 1_950 && n < 2_050, calls::toString));
    }

    @Test
    void with_least_in_flight_a_hanging_task_gets_no_more_calls_than_the_others() {
        deploy(service(
                "s", policy(OptionalInt.empty(), OptionalInt.empty(), Balancer.LEAST_IN_FLIGHT), 3, "t1", "t2", "t3"));
        List<Upstream.Lease> hanging =
                IntStream.range(0, 30).mapToObj(i -> lease()).toList();
        Map<String, Long> held = count(hanging);

        assertTrue(held.values().stream().allMatch(n -> n >= 8 && n <= 12), held::toString);

        hanging.stream().filter(l -> !task(l).equals("t1")).forEach(Upstream.Lease::succeeded);
        Map<String, Long> calls = callsByTask(300);
        assertEquals(null, calls.get("t1"), calls::toString);
    }

    @Test
    void without_tasks_the_choice_says_whether_any_is_expected() {
        deploy(service("s", FunctionPolicy.DEFAULT, 0));
        assertEquals(new Choice.NoneRunning(false), route().choose(none, false));

        deploy(service("s", FunctionPolicy.DEFAULT, 1));
        assertEquals(new Choice.NoneRunning(true), route().choose(none, false));
    }

    @Test
    void queued_calls_are_woken_by_a_new_task_and_by_the_removal_of_the_function() {
        deploy(service("s", FunctionPolicy.DEFAULT, 1));
        List<String> woken = new ArrayList<>();
        CallQueue queue = route().queue();
        queue.enqueue(queue.newPosition(), () -> woken.add("by the task"), queue.signals());
        deploy(service("s", FunctionPolicy.DEFAULT, 1, "t1"));
        queue.enqueue(queue.newPosition(), () -> woken.add("by the end"), queue.signals());
        table.publish(Snapshot.EMPTY);

        assertEquals(List.of("by the task", "by the end"), woken);
    }

    @Test
    void a_task_is_unavailable_since_its_first_failure_or_since_it_became_known() {
        deploy(service("s", FunctionPolicy.DEFAULT, 1, "t1"));
        lease().failed();
        after(Duration.ofSeconds(3));
        eject("t1");
        assertEquals(new Choice.Unreachable(Duration.ofSeconds(3).toNanos()), route().choose(none, true));

        after(Duration.ofSeconds(1));
        Upstream.Lease probe = granted(route().choose(none, true));
        probe.reached();
        probe.succeeded();
        after(Duration.ofSeconds(5));
        eject("t1");
        after(Duration.ofMillis(100));
        assertEquals(new Choice.Unreachable(Duration.ofMillis(100).toNanos()), route().choose(none, true));
    }

    @Override
    public void retired(Upstream upstream) {}

    @Override
    public void ejected(Upstream upstream) {
        ejected.add(upstream.endpoint().taskId());
    }

    private void deploy(FunctionService... services) {
        table.publish(new Snapshot(Map.of("f", new DeployedFunction("f", List.of(services)))));
    }

    private Route route() {
        return table.find("f").orElseThrow();
    }

    private Upstream.Lease lease() {
        return granted(route().choose(none, false));
    }

    private static Upstream.Lease granted(Choice choice) {
        return assertInstanceOf(Choice.Granted.class, choice).lease();
    }

    private Upstream upstream(String task) {
        return route().upstreams().stream()
                .filter(u -> u.endpoint().taskId().equals(task))
                .findFirst()
                .orElseThrow();
    }

    private void eject(String task) {
        Objects.requireNonNull(upstream(task).leaseAnyway(route().queue())).unreachable(now);
    }

    private void after(Duration time) {
        now += time.toNanos();
    }

    private Map<String, Long> callsByTask(int calls) {
        Map<String, Long> byTask = new TreeMap<>();
        for (int i = 0; i < calls; i++) {
            Upstream.Lease lease = lease();
            byTask.merge(task(lease), 1L, Long::sum);
            lease.succeeded();
        }
        return byTask;
    }

    private static Map<String, Long> count(List<Upstream.Lease> leases) {
        return leases.stream().collect(groupingBy(RouteTest::task, counting()));
    }

    private static String task(Upstream.Lease lease) {
        return lease.upstream().endpoint().taskId();
    }

    private static FunctionPolicy weight(int weight) {
        return policy(OptionalInt.empty(), OptionalInt.of(weight), Balancer.ROUND_ROBIN);
    }

    private static FunctionPolicy policy(OptionalInt maxInFlight, OptionalInt weight, Balancer balancer) {
        return new FunctionPolicy(
                Optional.empty(), OptionalInt.empty(), maxInFlight, Optional.empty(), balancer, weight, "");
    }

    private static FunctionService service(String id, FunctionPolicy policy, int replicas, String... tasks) {
        return new FunctionService(id, id, 8080, replicas, policy, endpoints(id, tasks), List.of());
    }

    /** Each service on a node of its own. */
    private static List<Endpoint> endpoints(String service, String... tasks) {
        return Stream.of(tasks)
                .map(task -> new Endpoint(task, service, "node-of-" + service, 1, "10.0.1.1", 8080))
                .toList();
    }
}
