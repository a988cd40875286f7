package faas.gateway.discovery.eligibility;

import faas.gateway.discovery.swarm.SwarmContext;
import faas.gateway.discovery.swarm.SwarmService;
import faas.gateway.discovery.swarm.SwarmTask;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * One service of a reading, with its tasks, its labels and its eligibility.
 *
 * @param tasks ordered by slot, then by task id
 */
public record EvaluatedService(
        SwarmService service,
        List<SwarmTask> tasks,
        SwarmContext context,
        FunctionLabels labels,
        Eligibility eligibility) {
    public EvaluatedService {
        tasks = List.copyOf(tasks);
    }

    public static EvaluatedService of(SwarmService service, List<SwarmTask> tasks, SwarmContext context) {
        FunctionLabels labels = FunctionLabels.of(service);
        List<SwarmTask> inOrder = tasks.stream()
                .sorted(Comparator.comparingInt(SwarmTask::slot).thenComparing(SwarmTask::id))
                .toList();
        return new EvaluatedService(
                service, inOrder, context, labels, Eligibility.of(service, labels, inOrder, context));
    }

    /** One sentence for each label without effect. */
    public List<String> labelRemarks() {
        return switch (labels) {
            case FunctionLabels.None none -> List.of();
            case FunctionLabels.Valid valid -> valid.remarks();
            case FunctionLabels.Invalid invalid -> invalid.remarks();
        };
    }

    /** The host names of nodes that are down, on which tasks of the service should run; ordered. */
    public Set<String> lostNodes() {
        Set<String> lost = new TreeSet<>();
        for (SwarmTask task : tasks) {
            if (task.isRunning() && context.isDown(task.nodeId())) {
                lost.add(context.hostName(task.nodeId()));
            }
        }
        return lost;
    }

    /** Whether Swarm wants the task to run, now or once its predecessor has stopped. */
    public static boolean isExpected(SwarmTask task) {
        return task.isDesiredRunning() || task.desiredState().equals("ready");
    }
}
