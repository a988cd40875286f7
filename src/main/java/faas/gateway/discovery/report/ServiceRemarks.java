package faas.gateway.discovery.report;

import faas.gateway.discovery.eligibility.Eligibility;
import faas.gateway.discovery.eligibility.EvaluatedService;
import faas.gateway.discovery.eligibility.FunctionLabels;
import faas.gateway.discovery.eligibility.LabelReader;
import faas.gateway.discovery.swarm.SwarmService;
import faas.gateway.discovery.swarm.SwarmTask;
import faas.gateway.function.FunctionService;
import faas.gateway.function.Quoted;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What there is to say of one service, besides why it is not routed: one sentence for each thing. */
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
            remarks.add("only the containers carry " + Quoted.all(labels)
                    + ": that works, but labels of the service itself (deploy.labels) can be changed "
                    + "without restarting its tasks");
        }
    }

    private void addNetwork() {
        if (evaluated.labels() instanceof FunctionLabels.Valid labels
                && labels.network().isPresent()) {
            remarks.add("its tasks are called on the network "
                    + Quoted.name(labels.network().get()) + ", as its label " + FunctionLabels.NETWORK + " says");
        }
    }

    private void addWeight(FunctionService routed) {
        if (routed.policy().weight().orElse(1) == 0) {
            remarks.add("it gets no calls, since its label " + FunctionLabels.WEIGHT
                    + " is 0: give it a weight, or drop the label");
        }
    }

    private void addMissingTasks(FunctionService routed) {
        int able = routed.endpoints().size();
        if (routed.replicas() == 0) {
            remarks.add("no replica is asked for: start one with docker service scale " + Quoted.name(service.name())
                    + "=1");
            return;
        }
        if (able >= routed.replicas()) {
            return;
        }
        String waiting = pendingStates();
        remarks.add(able + " of " + routed.replicas() + " replicas " + (able == 1 ? "is" : "are") + " able to serve"
                + (waiting.isEmpty() ? "" : " (" + waiting + ")")
                + latestError()
                        .map(error -> ", and Swarm's latest error is " + new Quoted(error))
                        .orElse("")
                + ": see docker service ps --no-trunc " + Quoted.name(service.name()));
    }

    /** What the tasks do that are on their way, such as {@code 2 pending, 1 starting}. */
    private String pendingStates() {
        Map<String, Long> countByState = evaluated.tasks().stream()
                .filter(task -> EvaluatedService.isExpected(task) && !task.isRunning())
                .collect(Collectors.groupingBy(SwarmTask::state, TreeMap::new, Collectors.counting()));
        return countByState.entrySet().stream()
                .map(entry -> entry.getValue() + " " + Quoted.name(entry.getKey()))
                .collect(Collectors.joining(", "));
    }

    /** The newest task's error; what keeps a task from starting right now comes before why an earlier one ended. */
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
                    + " no address on a network of the gateway, and " + (unreachable == 1 ? "is" : "are")
                    + " not called: restart with docker service update --force " + Quoted.name(service.name()));
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
            remarks.add("its tasks on " + Quoted.all(down) + " are not called, since Swarm has lost "
                    + (down.size() == 1 ? "that node" : "those nodes")
                    + ": bring it back, or remove it with docker node rm --force");
        }
    }
}
