package faas.gateway.admin.status;

import faas.gateway.function.Diagnosis;
import faas.gateway.function.Rollout;
import faas.gateway.routing.RoutingTable;
import faas.gateway.routing.Upstream;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The status of every service with a {@code faas.} label, as JSON for {@code /system/diagnosis}; the components are its
 * fields.
 *
 * @param ageSeconds the time since the last successful read; absent before the first
 * @param trouble why the Swarm cannot be read right now; absent if it can
 */
record DiagnosisStatus(
        @Nullable Double ageSeconds, @Nullable String trouble, List<Service> services) {
    /** @param included the services to show */
    static DiagnosisStatus of(
            Diagnosis diagnosis, LastReading reading, RoutingTable table, Predicate<Diagnosis.Service> included) {
        List<Diagnosis.Service> shown =
                diagnosis.services().stream().filter(included).toList();
        Set<String> ejected = shown.stream()
                .map(Diagnosis.Service::function)
                .distinct()
                .flatMap(function -> table.function(function).stream())
                .flatMap(table::knownUpstreams)
                .filter(Upstream::ejected)
                .map(upstream -> upstream.endpoint().taskId())
                .collect(Collectors.toSet());
        return new DiagnosisStatus(
                reading.age().map(age -> age.toMillis() / 1e3).orElse(null),
                reading.trouble().orElse(null),
                shown.stream().map(service -> Service.of(service, ejected)).toList());
    }

    /**
     * A service, the reasons if it is not routed, and remarks.
     *
     * @param rollout its latest update; absent if it was never updated
     */
    record Service(
            String id,
            String name,
            String function,
            boolean routed,
            @Nullable Rollout rollout,
            List<String> reasons,
            List<String> remarks,
            List<String> commands,
            List<Task> tasks,
            List<Diagnosis.Label> labels) {
        static Service of(Diagnosis.Service service, Set<String> ejected) {
            return new Service(
                    service.id(),
                    service.name(),
                    service.function(),
                    service.routed(),
                    service.rollout().equals(Rollout.NONE) ? null : service.rollout(),
                    service.reasons(),
                    service.remarks(),
                    service.commands(),
                    service.tasks().stream()
                            .map(task -> Task.of(task, ejected.contains(task.id())))
                            .toList(),
                    service.labels());
        }
    }

    /**
     * One of its tasks.
     *
     * @param role its {@link Diagnosis.Role} in lower case
     * @param ejected whether it gets no calls for now, because connections to it failed
     * @param created when Swarm created it
     * @param changed when it reached its state
     */
    record Task(
            String id,
            int slot,
            String state,
            String desiredState,
            String node,
            String address,
            String role,
            boolean ejected,
            String error,
            String created,
            String changed) {
        static Task of(Diagnosis.Task task, boolean ejected) {
            return new Task(
                    task.id(),
                    task.slot(),
                    task.state(),
                    task.desiredState(),
                    task.node(),
                    task.address(),
                    task.role().name().toLowerCase(Locale.ROOT),
                    ejected,
                    task.error(),
                    task.times().created(),
                    task.times().changed());
        }
    }
}
