package faas.gateway.discovery.report;

import faas.gateway.discovery.eligibility.Eligibility;
import faas.gateway.discovery.eligibility.EvaluatedService;
import faas.gateway.discovery.eligibility.FunctionLabels;
import faas.gateway.discovery.eligibility.LabelReader;
import faas.gateway.discovery.swarm.SwarmService;
import faas.gateway.discovery.swarm.SwarmTask;
import faas.gateway.function.FunctionService;
import faas.gateway.function.Quoted;
import faas.gateway.function.Rollout;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Remarks on one service other than why it is not routed: one sentence each. */
final class ServiceRemarks {
    private final EvaluatedService evaluated;
    private final SwarmService service;
    private final List<String> remarks = new ArrayList<>();

    private ServiceRemarks(EvaluatedService evaluated) {
        this.evaluated = evaluated;
        this.service = evaluated.service();
    }

    static List<String> of(EvaluatedService evaluated) {
        ServiceRemarks all = new ServiceRemarks(evaluated);
        all.remarks.addAll(evaluated.labelRemarks());
        all.addContainerLabels();
        all.addRollout();
        if (evaluated.eligibility() instanceof Eligibility.Routed routed) {
            all.addNetwork();
            all.addWeight(routed.service());
            all.addMissingTasks(routed.service());
            all.addMissingAddresses(routed.service());
        }
        all.addLostNodes();
        return all.remarks;
    }

    private void addContainerLabels() {
        Set<String> labels = LabelReader.onlyOnContainers(service);
        if (!labels.isEmpty()) {
            remarks.add(Quoted.all(labels) + (labels.size() == 1 ? " is" : " are")
                    + " set on the containers only: this works, but labels of the service itself (deploy.labels) "
                    + "can be changed without restarting its tasks");
        }
    }

    private void addRollout() {
        String what = switch (service.rollout().state()) {
            case Rollout.PAUSED -> "Swarm has paused its update";
            case Rollout.ROLLBACK_PAUSED -> "Swarm has paused the rollback of its update";
            case Rollout.ROLLED_BACK -> "Swarm has rolled its latest update back";
            default -> "";
        };
        if (!what.isEmpty()) {
            String message = service.rollout().message();
            remarks.add(what + (message.isEmpty() ? "" : ", and says " + new Quoted(message))
                    + ": see docker service ps --no-trunc " + Quoted.name(service.name())
                    + ", mend the cause, and update it again");
        }
    }

    private void addNetwork() {
        if (evaluated.labels() instanceof FunctionLabels.Valid labels
                && labels.network().isPresent()) {
            remarks.add("its tasks are called on the network "
                    + Quoted.name(labels.network().get()) + ", selected by its label " + FunctionLabels.NETWORK);
        }
    }

    private void addWeight(FunctionService routed) {
        if (routed.policy().weight().orElse(1) == 0) {
            remarks.add("it gets no calls because its label " + FunctionLabels.WEIGHT
                    + " is 0: raise the weight, or remove the label");
        }
    }

    private void addMissingTasks(FunctionService routed) {
        int able = routed.endpoints().size();
        if (routed.replicas() == 0) {
            remarks.add("it is scaled to zero: start a task with docker service scale " + Quoted.name(service.name())
                    + "=1");
            return;
        }
        if (able >= routed.replicas()) {
            return;
        }
        String waiting = pendingStates();
        remarks.add(able + " of " + routed.replicas() + " tasks " + (able == 1 ? "is" : "are") + " able to serve"
                + (waiting.isEmpty() ? "" : " (" + waiting + ")")
                + (isWaitingForAddresses()
                        ? "; Swarm has not allocated those that are new: if that lasts, one of its networks has no free address"
                        : "")
                + latestError()
                        .map(error -> "; Swarm's latest error is " + Quoted.end(error))
                        .orElse("")
                + ": see docker service ps --no-trunc " + Quoted.name(service.name()));
    }

    /** The states of tasks that do not run yet, such as {@code 2 pending, 1 starting}. */
    private String pendingStates() {
        Map<String, Long> countByState = evaluated.tasks().stream()
                .filter(task -> EvaluatedService.isExpected(task) && !task.isRunning())
                .collect(Collectors.groupingBy(SwarmTask::state, TreeMap::new, Collectors.counting()));
        return countByState.entrySet().stream()
                .map(entry -> entry.getValue() + " " + Quoted.name(entry.getKey()))
                .collect(Collectors.joining(", "));
    }

    /** Swarm allocates addresses before it does anything else with a task. */
    private boolean isWaitingForAddresses() {
        return evaluated.tasks().stream()
                .anyMatch(task ->
                        EvaluatedService.isExpected(task) && task.state().equals("new"));
    }

    /** The error of the newest task; one that keeps a task from starting takes precedence over that of an ended task. */
    private Optional<String> latestError() {
        return evaluated.tasks().stream()
                .filter(task -> !task.error().isEmpty())
                .max(Comparator.comparing(EvaluatedService::isExpected).thenComparingLong(SwarmTask::version))
                .map(SwarmTask::error);
    }

    private void addMissingAddresses(FunctionService routed) {
        long running = evaluated.tasks().stream()
                .filter(task -> task.isAble() && !evaluated.context().isDown(task.nodeId()))
                .count();
        long unreachable = running - routed.endpoints().size();
        if (unreachable > 0) {
            remarks.add(unreachable + " of its running tasks " + (unreachable == 1 ? "has" : "have")
                    + " no address on a network shared with the gateway and "
                    + (unreachable == 1 ? "is" : "are")
                    + " not called: restart the tasks with docker service update --force "
                    + Quoted.name(service.name()));
        }
    }

    private void addLostNodes() {
        Set<String> down = new TreeSet<>();
        for (SwarmTask task : evaluated.tasks()) {
            if (task.isRunning() && evaluated.context().isDown(task.nodeId())) {
                down.add(evaluated.context().hostName(task.nodeId()));
            }
        }
        if (!down.isEmpty()) {
            remarks.add("its tasks on " + Quoted.all(down) + " are not called because "
                    + (down.size() == 1
                            ? "that node is down: bring it back, or remove it"
                            : "those nodes are down: bring them back, or remove them")
                    + " with docker node rm --force");
        }
    }
}
