package faas.gateway.discovery.report;

import faas.gateway.discovery.eligibility.Eligibility;
import faas.gateway.discovery.eligibility.EvaluatedService;
import faas.gateway.discovery.eligibility.FunctionLabels;
import faas.gateway.discovery.eligibility.LabelReader;
import faas.gateway.discovery.swarm.SwarmContext;
import faas.gateway.discovery.swarm.SwarmService;
import faas.gateway.function.AccessPolicy;
import faas.gateway.function.DeployedFunction;
import faas.gateway.function.Diagnosis;
import faas.gateway.function.FunctionService;
import faas.gateway.function.ServiceSpec;
import faas.gateway.function.Snapshot;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The results of a reading.
 *
 * @param snapshot what runs where
 * @param complaints what an operator should change, or know
 * @param settled whether every routed service is settled
 * @param services every service of the reading, ordered by service name
 */
public record SwarmView(Snapshot snapshot, Complaints complaints, boolean settled, List<EvaluatedService> services) {
    public SwarmView {
        services = List.copyOf(services);
    }

    /** The view of evaluated services; their order makes no difference. */
    public static SwarmView of(Collection<EvaluatedService> evaluatedServices) {
        List<EvaluatedService> services = byName(evaluatedServices);
        Map<String, List<FunctionService>> servicesByFunction = new TreeMap<>();
        Map<String, List<AccessPolicy>> accessByFunction = new HashMap<>();
        List<Complaint> complaints = new ArrayList<>();
        Set<String> routedServices = new HashSet<>();
        boolean settled = true;
        SwarmContext context = services.isEmpty()
                ? new SwarmContext(Map.of(), Map.of())
                : services.getFirst().context();
        for (EvaluatedService evaluated : services) {
            SwarmService service = evaluated.service();
            switch (evaluated.eligibility()) {
                case Eligibility.NoFunction none -> {}
                case Eligibility.Routed routed -> {
                    servicesByFunction
                            .computeIfAbsent(routed.function(), name -> new ArrayList<>())
                            .add(routed.service());
                    accessByFunction
                            .computeIfAbsent(routed.function(), name -> new ArrayList<>())
                            .add(routed.service().policy().access());
                    routedServices.add(service.name());
                    settled &= routed.settled();
                }
                case Eligibility.NotRouted(List<String> reasons) -> {
                    new LabelReader(service)
                            .functionName()
                            .ifPresent(function -> accessByFunction
                                    .computeIfAbsent(function, name -> new ArrayList<>())
                                    .add(FunctionLabels.access(service)));
                    reasons.forEach(
                            reason -> complaints.add(new Complaint(Complaint.Kind.NOT_ROUTED, service.name(), reason)));
                }
            }
            evaluated
                    .labelRemarks()
                    .forEach(remark -> complaints.add(new Complaint(Complaint.Kind.REMARK, service.name(), remark)));
        }
        servicesByFunction.forEach((name, sharing) -> addSharedFunctionNotes(name, sharing, complaints));
        return new SwarmView(
                snapshot(servicesByFunction, accessByFunction, context),
                new Complaints(complaints, routedServices),
                settled,
                services);
    }

    /** The status of every service that has a label of the gateway; made on each call. */
    public Diagnosis diagnosis(Instant now) {
        return new SwarmDiagnosis(snapshot, now).of(services);
    }

    /** How each service with a label of the gateway was deployed, by its id; made on each call. */
    public Map<String, ServiceSpec> specs() {
        return services.stream()
                .filter(evaluated -> !(evaluated.eligibility() instanceof Eligibility.NoFunction))
                .map(EvaluatedService::service)
                .collect(Collectors.toMap(SwarmService::id, SwarmService::spec, (one, other) -> one));
    }

    /** The service with an id. */
    public Optional<EvaluatedService> service(String id) {
        return services.stream()
                .filter(evaluated -> evaluated.service().id().equals(id))
                .findFirst();
    }

    private static void addSharedFunctionNotes(
            String function, List<FunctionService> services, List<Complaint> complaints) {
        if (services.size() > 1) {
            SharedFunctionRemarks.remarks(services)
                    .forEach(remark -> complaints.add(new Complaint(Complaint.Kind.NOTE, function, remark)));
        }
    }

    private static Snapshot snapshot(
            Map<String, List<FunctionService>> servicesByFunction,
            Map<String, List<AccessPolicy>> accessByFunction,
            SwarmContext context) {
        return new Snapshot(
                servicesByFunction.entrySet().stream()
                        .map(entry -> new DeployedFunction(
                                entry.getKey(),
                                entry.getValue(),
                                accessByFunction.getOrDefault(entry.getKey(), List.of())))
                        .collect(Collectors.toMap(DeployedFunction::name, function -> function)),
                context.gateways(),
                context.behindMesh());
    }

    private static List<EvaluatedService> byName(Collection<EvaluatedService> services) {
        return services.stream()
                .sorted(Comparator.comparing((EvaluatedService evaluated) ->
                                evaluated.service().name())
                        .thenComparing(evaluated -> evaluated.service().id()))
                .toList();
    }
}
