package faas.gateway.discovery;

import faas.gateway.discovery.SwarmReader.Reading;
import faas.gateway.function.DeployedFunction;
import faas.gateway.function.Endpoint;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/** Readings to test with, and what their views say. */
final class Views {
    /** The networks of the tests' gateway. */
    static final Set<String> OWN = Set.of(ServiceSample.NETWORK, "net-of-gateway");

    private Views() {}

    static TaskSample addition(String id) {
        return TaskSample.of("faas_addition", id);
    }

    static List<SwarmService> services(ServiceSample... samples) {
        return Stream.of(samples).map(ServiceSample::value).toList();
    }

    static List<SwarmTask> tasks(TaskSample... samples) {
        return Stream.of(samples).map(TaskSample::value).toList();
    }

    /** What a gateway on {@link #OWN} makes of the lists. */
    static SwarmView view(List<SwarmService> services, List<SwarmTask> tasks) {
        return SwarmView.of(new Reading(services, tasks, OWN));
    }

    static DeployedFunction function(SwarmView view, String name) {
        return Objects.requireNonNull(view.snapshot().functions().get(name), name);
    }

    static List<String> taskIds(SwarmView view, String function) {
        return function(view, function).endpoints().stream()
                .map(Endpoint::taskId)
                .toList();
    }

    static List<String> addresses(SwarmView view, String function) {
        return function(view, function).endpoints().stream()
                .map(Endpoint::address)
                .toList();
    }
}
