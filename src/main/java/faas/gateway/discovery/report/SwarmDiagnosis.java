package faas.gateway.discovery.report;

import faas.gateway.discovery.eligibility.FunctionLabels;
import faas.gateway.discovery.eligibility.Judged;
import faas.gateway.discovery.eligibility.LabelReader;
import faas.gateway.discovery.eligibility.NetworkChoice;
import faas.gateway.discovery.eligibility.Verdict;
import faas.gateway.discovery.swarm.SwarmTask;
import faas.gateway.function.DeployedFunction;
import faas.gateway.function.Diagnosis;
import faas.gateway.function.Endpoint;
import faas.gateway.function.FunctionService;
import faas.gateway.function.Snapshot;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Puts into words what becomes of the services of a reading; made when someone asks, not for every reading. */
final class SwarmDiagnosis {
    private final Snapshot snapshot;

    SwarmDiagnosis(Snapshot snapshot) {
        this.snapshot = snapshot;
    }

    /** @param services ordered by name */
    Diagnosis of(List<Judged> services) {
        return new Diagnosis(services.stream()
                .filter(judged -> !(judged.verdict() instanceof Verdict.NoFunction))
                .map(this::service)
                .toList());
    }

    private Diagnosis.Service service(Judged judged) {
        List<String> remarks = new ArrayList<>(ServiceRemarks.of(judged));
        remarks.addAll(sharing(judged));
        return new Diagnosis.Service(
                judged.service().id(),
                judged.service().name(),
                new LabelReader(judged.service()).text(FunctionLabels.NAME).orElse(""),
                judged.verdict() instanceof Verdict.Routed,
                judged.verdict() instanceof Verdict.Refused(List<String> reasons) ? reasons : List.of(),
                remarks,
                tasks(judged));
    }

    private List<String> sharing(Judged judged) {
        if (!(judged.verdict() instanceof Verdict.Routed routed)) {
            return List.of();
        }
        DeployedFunction function = snapshot.functions().get(routed.function());
        return function == null || function.services().size() == 1
                ? List.of()
                : SharedName.remarks(function.services());
    }

    private static List<Diagnosis.Task> tasks(Judged judged) {
        Map<String, Diagnosis.Role> roles = roles(judged.verdict());
        Function<SwarmTask, String> address = addresses(judged);
        return judged.tasks().stream()
                .filter(task -> task.isRunning()
                        || Judged.isExpected(task)
                        || !task.error().isEmpty())
                .map(task -> new Diagnosis.Task(
                        task.id(),
                        task.slot(),
                        task.state(),
                        task.desiredState(),
                        judged.surroundings().hostName(task.nodeId()),
                        address.apply(task),
                        roles.getOrDefault(task.id(), Diagnosis.Role.NONE),
                        task.error()))
                .toList();
    }

    private static Map<String, Diagnosis.Role> roles(Verdict verdict) {
        Map<String, Diagnosis.Role> roles = new HashMap<>();
        if (verdict instanceof Verdict.Routed routed) {
            FunctionService service = routed.service();
            put(roles, service.draining(), Diagnosis.Role.DRAINING);
            put(roles, service.endpoints(), Diagnosis.Role.ABLE);
        }
        return roles;
    }

    private static void put(Map<String, Diagnosis.Role> roles, Collection<Endpoint> endpoints, Diagnosis.Role role) {
        endpoints.forEach(endpoint -> roles.put(endpoint.taskId(), role));
    }

    private static Function<SwarmTask, String> addresses(Judged judged) {
        if (judged.labels() instanceof FunctionLabels.Valid labels
                && NetworkChoice.of(
                                judged.service(),
                                judged.tasks(),
                                labels.network(),
                                judged.surroundings().ownNetworks())
                        instanceof NetworkChoice.Chosen network) {
            return task -> network.address(task).orElse("");
        }
        return task -> "";
    }
}
