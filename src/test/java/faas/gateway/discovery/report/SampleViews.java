package faas.gateway.discovery.report;

import faas.gateway.discovery.eligibility.EvaluatedService;
import faas.gateway.discovery.swarm.ServiceSample;
import faas.gateway.discovery.swarm.SwarmContext;
import faas.gateway.discovery.swarm.SwarmNode;
import faas.gateway.discovery.swarm.SwarmReader.Reading;
import faas.gateway.discovery.swarm.SwarmService;
import faas.gateway.discovery.swarm.SwarmTask;
import faas.gateway.discovery.swarm.TaskSample;
import faas.gateway.function.DeployedFunction;
import faas.gateway.function.Endpoint;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Sample readings and accessors for their views. */
public final class SampleViews {
    /** A node that is ready, one of unknown state, one that is down, and the networks of the tests' gateway. */
    public static final SwarmContext CONTEXT = new SwarmContext(
            Map.of(
                    "node-1", new SwarmNode("node-1", 1, "host-1", "ready"),
                    "node-unknown", new SwarmNode("node-unknown", 1, "host-2", "unknown"),
                    "node-down", new SwarmNode("node-down", 1, "host-3", "down")),
            Map.of(ServiceSample.NETWORK, "shared", "net-of-gateway", "of-gateway"));

    private SampleViews() {}

    public static TaskSample addition(String id) {
        return TaskSample.of("faas_addition", id);
    }

    public static List<SwarmService> services(ServiceSample... samples) {
        return Stream.of(samples).map(ServiceSample::value).toList();
    }

    public static List<SwarmTask> tasks(TaskSample... samples) {
        return Stream.of(samples).map(TaskSample::value).toList();
    }

    /** The view of a gateway on those networks. */
    public static SwarmView view(List<SwarmService> services, List<SwarmTask> tasks) {
        return view(new Reading(services, tasks, CONTEXT));
    }

    /** The view of a reading. */
    public static SwarmView view(Reading reading) {
        Map<String, List<SwarmTask>> tasks =
                reading.tasks().stream().collect(Collectors.groupingBy(SwarmTask::serviceId));
        return SwarmView.of(reading.services().stream()
                .map(service ->
                        EvaluatedService.of(service, tasks.getOrDefault(service.id(), List.of()), reading.context()))
                .toList());
    }

    public static DeployedFunction function(SwarmView view, String name) {
        return Objects.requireNonNull(view.snapshot().functions().get(name), name);
    }

    public static List<String> taskIds(SwarmView view, String function) {
        return function(view, function).endpoints().stream()
                .map(Endpoint::taskId)
                .toList();
    }

    public static List<String> drainingIds(SwarmView view, String function) {
        return function(view, function).draining().stream()
                .map(Endpoint::taskId)
                .toList();
    }

    public static List<String> addresses(SwarmView view, String function) {
        return function(view, function).endpoints().stream()
                .map(Endpoint::address)
                .toList();
    }
}
