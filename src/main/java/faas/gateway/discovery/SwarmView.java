package faas.gateway.discovery;

import faas.gateway.function.DeployedFunction;
import faas.gateway.function.Diagnosis;
import faas.gateway.function.FunctionService;
import faas.gateway.function.Snapshot;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What one reading means.
 *
 * @param snapshot what runs where
 * @param complaints one line for each thing that keeps a service from being routed, ordered by service name
 * @param settled nothing that is routed is on its way to another state
 */
record SwarmView(Snapshot snapshot, List<String> complaints, boolean settled) {
    /** What there is to tell the operator. */
    Diagnosis diagnosis() {
        return Diagnosis.NONE;
    }

    SwarmView {
        complaints = List.copyOf(complaints);
    }

    /** Makes sense of a reading; the same reading always gives the same view, whatever the order of its lists. */
    static SwarmView of(SwarmReader.Reading reading) {
        Map<String, List<SwarmTask>> tasksByService =
                reading.tasks().stream().collect(Collectors.groupingBy(SwarmTask::serviceId));
        return of(reading.services().stream()
                .map(service -> Judged.of(
                        service, tasksByService.getOrDefault(service.id(), List.of()), reading.surroundings()))
                .toList());
    }

    /** Makes sense of services that have been judged. */
    static SwarmView of(Collection<Judged> services) {
        Map<String, List<FunctionService>> servicesByFunction = new HashMap<>();
        List<String> complaints = new ArrayList<>();
        boolean settled = true;
        for (Judged judged : byName(services)) {
            SwarmService service = judged.service();
            switch (judged.verdict()) {
                case Verdict.NoFunction none -> {}
                case Verdict.Routed routed -> {
                    servicesByFunction
                            .computeIfAbsent(routed.function(), name -> new ArrayList<>())
                            .add(routed.service());
                    settled &= routed.settled();
                }
                case Verdict.Refused(List<String> reasons) ->
                    reasons.forEach(reason ->
                            complaints.add("service " + Quoted.text(service.name()) + " is not routed: " + reason));
            }
        }
        Map<String, DeployedFunction> functions = new HashMap<>();
        servicesByFunction.forEach((name, sharing) -> functions.put(name, new DeployedFunction(name, sharing)));
        return new SwarmView(new Snapshot(functions), complaints, settled);
    }

    private static List<Judged> byName(Collection<Judged> services) {
        return services.stream()
                .sorted(Comparator.comparing((Judged judged) -> judged.service().name())
                        .thenComparing(judged -> judged.service().id()))
                .toList();
    }
}
