package faas.gateway.discovery.eligibility;

import faas.gateway.discovery.swarm.SwarmContext;
import faas.gateway.discovery.swarm.SwarmService;
import faas.gateway.discovery.swarm.SwarmTask;
import faas.gateway.function.Endpoint;
import faas.gateway.function.FunctionService;
import java.util.List;
import java.util.function.Predicate;

/** Whether a service is routed, and why not. */
public sealed interface Eligibility {
    /** It has no label of the gateway. */
    record NoFunction() implements Eligibility {}

    /**
     * It is routed.
     *
     * @param function the name of its function
     * @param service the service with its tasks that are able to serve
     * @param settled whether as many tasks run as it should have, and none of them is starting, stopping or being updated
     */
    record Routed(String function, FunctionService service, boolean settled) implements Eligibility {}

    /**
     * It has labels of the gateway but cannot be routed.
     *
     * @param reasons one sentence for each problem, with what to do
     */
    record NotRouted(List<String> reasons) implements Eligibility {
        public NotRouted {
            reasons = List.copyOf(reasons);
        }
    }

    /**
     * Evaluates a service.
     *
     * @param tasks the service's tasks, in the order of their endpoints
     */
    static Eligibility of(SwarmService service, FunctionLabels labels, List<SwarmTask> tasks, SwarmContext context) {
        return switch (labels) {
            case FunctionLabels.None none -> new NoFunction();
            case FunctionLabels.Invalid invalid -> new NotRouted(invalid.errors());
            case FunctionLabels.Valid valid -> evaluate(service, valid, tasks, context);
        };
    }

    private static Eligibility evaluate(
            SwarmService service, FunctionLabels.Valid labels, List<SwarmTask> tasks, SwarmContext context) {
        if (service.mode() == SwarmService.Mode.JOB) {
            return new NotRouted(List.of("it is a job, whose tasks end by themselves: "
                    + "deploy it with mode replicated or global, or remove the label " + FunctionLabels.NAME));
        }
        return switch (NetworkChoice.of(service, tasks, labels.network(), context.ownNetworks())) {
            case NetworkChoice.None(String reason) -> new NotRouted(List.of(reason));
            case NetworkChoice.Chosen network -> routed(service, labels, reachable(tasks, context), network);
        };
    }

    /** Without those on a node that is down: Swarm keeps reporting them as running. */
    private static List<SwarmTask> reachable(List<SwarmTask> tasks, SwarmContext context) {
        return tasks.stream().filter(task -> !context.isDown(task.nodeId())).toList();
    }

    private static Eligibility routed(
            SwarmService service, FunctionLabels.Valid labels, List<SwarmTask> tasks, NetworkChoice.Chosen network) {
        FunctionService routed = new FunctionService(
                service.id(),
                service.name(),
                labels.port(),
                replicas(service, tasks),
                labels.policy(),
                endpoints(tasks, SwarmTask::isAble, labels.port(), network),
                endpoints(tasks, SwarmTask::isDraining, labels.port(), network));
        return new Routed(labels.name().value(), routed, isSettled(service, tasks, routed.replicas()));
    }

    private static List<Endpoint> endpoints(
            List<SwarmTask> tasks, Predicate<SwarmTask> which, int port, NetworkChoice.Chosen network) {
        return tasks.stream()
                .filter(which)
                .flatMap(task -> network.address(task).stream()
                        .map(address ->
                                new Endpoint(task.id(), task.serviceId(), task.nodeId(), task.slot(), address, port)))
                .toList();
    }

    private static int replicas(SwarmService service, List<SwarmTask> tasks) {
        long wanted = tasks.stream().filter(SwarmTask::isDesiredRunning).count();
        return Math.clamp(service.replicas().orElse(wanted), 0, Integer.MAX_VALUE);
    }

    private static boolean isSettled(SwarmService service, List<SwarmTask> tasks, int replicas) {
        return !service.isUpdating()
                && tasks.stream().filter(SwarmTask::isAble).count() == replicas
                && tasks.stream()
                        .noneMatch(task -> task.isDraining() || (task.isDesiredRunning() && !task.isRunning()));
    }
}
