package faas.gateway.discovery;

import faas.gateway.function.Endpoint;
import faas.gateway.function.FunctionPolicy;
import faas.gateway.function.FunctionService;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What becomes of one service: it is routed, or not, and why not. */
sealed interface Verdict {
    /** It carries no label of ours. */
    record NoFunction() implements Verdict {}

    /**
     * It is routed.
     *
     * @param function the name it is called by
     * @param service with the tasks able to serve
     * @param settled nothing of it is on its way to another state
     */
    record Routed(String function, FunctionService service, boolean settled) implements Verdict {}

    /**
     * It is meant to be routed and cannot be.
     *
     * @param reasons one for each thing to mend, with what to do
     */
    record Refused(List<String> reasons) implements Verdict {
        public Refused {
            reasons = List.copyOf(reasons);
        }
    }

    /**
     * Judges a service.
     *
     * @param tasks the service's tasks
     */
    static Verdict on(SwarmService service, List<SwarmTask> tasks, Surroundings surroundings) {
        return switch (FunctionLabels.of(service)) {
            case FunctionLabels.None none -> new NoFunction();
            case FunctionLabels.Invalid(List<String> mistakes) -> new Refused(mistakes);
            case FunctionLabels.Valid labels -> place(service, labels, tasks, surroundings);
        };
    }

    private static Verdict place(
            SwarmService service, FunctionLabels.Valid labels, List<SwarmTask> tasks, Surroundings surroundings) {
        Set<String> ownNetworks = surroundings.ownNetworks().keySet();
        if (service.mode() == SwarmService.Mode.JOB) {
            return new Refused(List.of("it is a job, whose tasks end by themselves: "
                    + "deploy it with mode replicated or global, or drop the label " + FunctionLabels.NAME));
        }
        if (ownNetworks.isEmpty()) {
            return new Refused(List.of("no network is shared with the gateway, which does not know its own networks: "
                    + "run the gateway as a service or container, on a network of this service"));
        }
        List<Endpoint> endpoints = tasks.stream()
                .filter(SwarmTask::isAble)
                .flatMap(task -> endpoint(task, labels.port(), ownNetworks).stream())
                .sorted(Comparator.comparingInt(Endpoint::slot).thenComparing(Endpoint::taskId))
                .toList();
        if (endpoints.isEmpty() && Collections.disjoint(service.networks(), ownNetworks)) {
            return new Refused(List.of("no network is shared with the gateway: "
                    + "attach this service to a network of the gateway, or the gateway to one of this service"));
        }
        FunctionService placed = new FunctionService(
                service.id(),
                service.name(),
                labels.port(),
                replicas(service, tasks),
                FunctionPolicy.DEFAULT,
                endpoints,
                List.of());
        return new Routed(labels.name().value(), placed, isSettled(service, tasks, placed.replicas()));
    }

    /** On several shared networks any will do; the least id, so that the address does not waver between readings. */
    private static Optional<Endpoint> endpoint(SwarmTask task, int port, Set<String> ownNetworks) {
        return task.attachments().stream()
                .filter(attachment -> ownNetworks.contains(attachment.networkId()))
                .sorted(Comparator.comparing(SwarmTask.Attachment::networkId))
                .flatMap(attachment -> attachment.addresses().stream())
                .map(Verdict::withoutPrefixLength)
                .filter(address -> !address.isEmpty())
                .findFirst()
                .map(address -> new Endpoint(task.id(), task.serviceId(), task.nodeId(), task.slot(), address, port));
    }

    private static String withoutPrefixLength(String address) {
        int slash = address.indexOf('/');
        return slash < 0 ? address : address.substring(0, slash);
    }

    private static int replicas(SwarmService service, List<SwarmTask> tasks) {
        long wanted = tasks.stream().filter(SwarmTask::isWanted).count();
        return Math.clamp(service.replicas().orElse(wanted), 0, Integer.MAX_VALUE);
    }

    private static boolean isSettled(SwarmService service, List<SwarmTask> tasks, int replicas) {
        return !service.isUpdating()
                && tasks.stream().filter(SwarmTask::isAble).count() == replicas
                && tasks.stream().noneMatch(SwarmTask::isDraining);
    }
}
