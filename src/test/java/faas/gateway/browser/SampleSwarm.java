package faas.gateway.browser;

import faas.gateway.GatewayFixture;
import faas.gateway.Policies;
import faas.gateway.function.DeployedFunction;
import faas.gateway.function.Diagnosis;
import faas.gateway.function.Endpoint;
import faas.gateway.function.FunctionPolicy;
import faas.gateway.function.FunctionService;
import faas.gateway.function.Rollout;
import faas.gateway.function.TaskTimes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** Functions that a test publishes, with their diagnosis and with calls that are only counted. */
final class SampleSwarm {
    private static final FunctionPolicy HOLDING = Policies.hold(Duration.ofSeconds(20));

    private final GatewayFixture gateway;
    private final Map<String, Diagnosis.Service> services = new TreeMap<>();
    private final Random random = new Random(7);

    SampleSwarm(GatewayFixture gateway) {
        this.gateway = gateway;
    }

    /** A function with running tasks. */
    void running(String name, int tasks) {
        function(name, tasks, tasks, Rollout.NONE, List.of(), List.of());
    }

    /**
     * A function of which some tasks can take calls.
     *
     * @param remarks what the diagnosis says
     */
    void function(
            String name, int wanted, int able, Rollout rollout, List<String> remarks, List<Diagnosis.Task> otherTasks) {
        function(name, wanted, able, rollout, remarks, otherTasks, FunctionPolicy.DEFAULT);
    }

    /** A function without tasks whose calls wait for one. */
    void asleep(String name) {
        function(
                name,
                0,
                0,
                Rollout.NONE,
                List.of("it is scaled to zero: start a task with docker service scale " + service(name) + "=1"),
                List.of(),
                HOLDING);
    }

    private void function(
            String name,
            int wanted,
            int able,
            Rollout rollout,
            List<String> remarks,
            List<Diagnosis.Task> otherTasks,
            FunctionPolicy policy) {
        List<Endpoint> endpoints = IntStream.rangeClosed(1, able)
                .mapToObj(slot ->
                        new Endpoint(name + "-" + slot, name, "node-" + slot, slot, "10.0.1." + (slot + 6), 8080))
                .toList();
        List<Diagnosis.Task> tasks = new ArrayList<>();
        endpoints.forEach(endpoint -> tasks.add(new Diagnosis.Task(
                endpoint.taskId(),
                endpoint.slot(),
                "running",
                "running",
                "node-" + "abc".charAt(endpoint.slot() % 3),
                endpoint.address(),
                Diagnosis.Role.ABLE,
                "",
                rollout.isInProgress() && endpoint.slot() == 1 ? times(95, 92) : times(3_600, 3_597))));
        tasks.addAll(otherTasks);
        String service = service(name);
        services.put(
                service,
                new Diagnosis.Service(
                        name,
                        service,
                        name,
                        true,
                        rollout,
                        List.of(),
                        remarks,
                        commands(service, wanted, able, rollout),
                        tasks,
                        List.of(
                                new Diagnosis.Label("faas.name", name, false),
                                new Diagnosis.Label("faas.port", "8080", true))));
        gateway.discoverySays(new Diagnosis(List.copyOf(services.values())));
        gateway.deploy(new DeployedFunction(
                name, List.of(new FunctionService(name, service, 8080, wanted, policy, endpoints, List.of()))));
    }

    private static List<String> commands(String service, int wanted, int able, Rollout rollout) {
        if (rollout.isPaused()) {
            return List.of("docker service ps --no-trunc " + service, "docker service rollback " + service);
        }
        if (wanted == 0) {
            return List.of("docker service scale " + service + "=1");
        }
        return able < wanted ? List.of("docker service ps --no-trunc " + service) : List.of();
    }

    /** A service that is not routed. */
    void broken(String name, String reason, String command) {
        services.put(
                service(name),
                new Diagnosis.Service(
                        name,
                        service(name),
                        name,
                        false,
                        Rollout.NONE,
                        List.of(reason),
                        List.of(),
                        List.of(command),
                        List.of()));
        gateway.discoverySays(new Diagnosis(List.copyOf(services.values())));
    }

    static Diagnosis.Task task(int slot, String state, String desired, String error) {
        return new Diagnosis.Task(
                "task" + slot + state, slot, state, desired, "node-c", "", Diagnosis.Role.NONE, error, times(40, 35));
    }

    /** An update that began so many seconds ago. */
    static Rollout updating(int secondsAgo) {
        return new Rollout("updating", "update in progress", ago(secondsAgo), 5);
    }

    private static TaskTimes times(int createdSecondsAgo, int changedSecondsAgo) {
        return new TaskTimes(ago(createdSecondsAgo), ago(changedSecondsAgo));
    }

    private static String ago(int seconds) {
        return Instant.now().minusSeconds(seconds).toString();
    }

    private static String service(String name) {
        return "shop_" + name;
    }

    /**
     * Counts calls of ten seconds.
     *
     * @param millis the median of their durations
     * @param failedPercent how many of them end with a 503
     */
    void calls(String name, int number, double millis, int failedPercent) {
        for (int i = 0; i < number; i++) {
            double factor = Math.exp(random.nextGaussian() * 0.7);
            int status = random.nextInt(100) < failedPercent ? 503 : random.nextInt(40) == 0 ? 404 : 200;
            gateway.metrics().call(name, status, "", (long) (TimeUnit.MILLISECONDS.toNanos(1) * millis * factor));
        }
    }

    int around(double number) {
        return (int) Math.max(0, number * (1 + 0.25 * random.nextGaussian()));
    }
}
