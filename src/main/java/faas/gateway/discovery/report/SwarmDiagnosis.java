package faas.gateway.discovery.report;

import faas.gateway.discovery.eligibility.Eligibility;
import faas.gateway.discovery.eligibility.EvaluatedService;
import faas.gateway.discovery.eligibility.FunctionLabels;
import faas.gateway.discovery.eligibility.LabelReader;
import faas.gateway.discovery.eligibility.NetworkChoice;
import faas.gateway.discovery.swarm.SwarmService;
import faas.gateway.discovery.swarm.SwarmTask;
import faas.gateway.function.DeployedFunction;
import faas.gateway.function.Diagnosis;
import faas.gateway.function.Endpoint;
import faas.gateway.function.FunctionService;
import faas.gateway.function.Snapshot;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** Describes the services of a reading for the operator; made on request, not for every reading. */
final class SwarmDiagnosis {
    private final Snapshot snapshot;
    private final NodeClocks clocks;

    SwarmDiagnosis(Snapshot snapshot, Instant now) {
        this.snapshot = snapshot;
        this.clocks = new NodeClocks(now);
    }

    /** @param services ordered by name */
    Diagnosis of(List<EvaluatedService> services) {
        return new Diagnosis(services.stream()
                .filter(evaluated -> !(evaluated.eligibility() instanceof Eligibility.NoFunction))
                .map(this::service)
                .toList());
    }

    private Diagnosis.Service service(EvaluatedService evaluated) {
        List<String> remarks = new ArrayList<>(ServiceRemarks.of(evaluated));
        remarks.addAll(clocks.remarks(evaluated));
        remarks.addAll(sharedFunctionRemarks(evaluated));
        return new Diagnosis.Service(
                evaluated.service().id(),
                evaluated.service().name(),
                new LabelReader(evaluated.service()).functionName().orElse(""),
                evaluated.eligibility() instanceof Eligibility.Routed,
                evaluated.service().rollout(),
                evaluated.eligibility() instanceof Eligibility.NotRouted(List<String> reasons) ? reasons : List.of(),
                remarks,
                ServiceCommands.of(evaluated),
                tasks(evaluated),
                labels(evaluated.service()));
    }

    private static List<Diagnosis.Label> labels(SwarmService service) {
        LabelReader reader = new LabelReader(service);
        Set<String> ofContainers = LabelReader.onlyOnContainers(service);
        return LabelReader.gatewayLabels(service).stream()
                .map(name -> new Diagnosis.Label(name, reader.text(name).orElse(""), ofContainers.contains(name)))
                .toList();
    }

    private List<String> sharedFunctionRemarks(EvaluatedService evaluated) {
        if (!(evaluated.eligibility() instanceof Eligibility.Routed routed)) {
            return List.of();
        }
        DeployedFunction function = snapshot.functions().get(routed.function());
        return function == null || function.services().size() == 1
                ? List.of()
                : SharedFunctionRemarks.remarks(function.services());
    }

    private static List<Diagnosis.Task> tasks(EvaluatedService evaluated) {
        Map<String, Diagnosis.Role> roles = roles(evaluated.eligibility());
        Function<SwarmTask, String> address = addresses(evaluated);
        return evaluated.tasks().stream()
                .filter(task -> task.isRunning()
                        || EvaluatedService.isExpected(task)
                        || !task.error().isEmpty())
                .map(task -> new Diagnosis.Task(
                        task.id(),
                        task.slot(),
                        task.state(),
                        task.desiredState(),
                        evaluated.context().hostName(task.nodeId()),
                        address.apply(task),
                        roles.getOrDefault(task.id(), Diagnosis.Role.NONE),
                        task.error(),
                        task.times()))
                .toList();
    }

    private static Map<String, Diagnosis.Role> roles(Eligibility eligibility) {
        Map<String, Diagnosis.Role> roles = new HashMap<>();
        if (eligibility instanceof Eligibility.Routed routed) {
            FunctionService service = routed.service();
            put(roles, service.draining(), Diagnosis.Role.DRAINING);
            put(roles, service.endpoints(), Diagnosis.Role.ABLE);
        }
        return roles;
    }

    private static void put(Map<String, Diagnosis.Role> roles, Collection<Endpoint> endpoints, Diagnosis.Role role) {
        endpoints.forEach(endpoint -> roles.put(endpoint.taskId(), role));
    }

    private static Function<SwarmTask, String> addresses(EvaluatedService evaluated) {
        if (evaluated.labels() instanceof FunctionLabels.Valid labels
                && NetworkChoice.of(
                                evaluated.service(),
                                evaluated.tasks(),
                                labels.network(),
                                evaluated.context().ownNetworks())
                        instanceof NetworkChoice.Chosen network) {
            return task -> network.address(task).orElse("");
        }
        return task -> "";
    }
}
