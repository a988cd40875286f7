package faas.gateway.discovery.report;

import faas.gateway.discovery.eligibility.EvaluatedService;
import faas.gateway.discovery.swarm.SwarmTask;
import faas.gateway.function.Quoted;
import faas.gateway.function.TaskTimes;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Nodes with a wrong clock. A manager writes when it created a task, and the task's node when it ran, which is never sooner and
 * never in the future.
 */
final class NodeClocks {
    /** Below that, tokens and signatures tolerate the difference. */
    private static final Duration TOLERANCE = Duration.ofMinutes(1);

    private final Instant now;
    private final String latest;

    NodeClocks(Instant now) {
        this.now = now;
        this.latest = now.plus(TOLERANCE).toString();
    }

    /** One sentence for each node that runs a task of the service and has a wrong clock. */
    List<String> remarks(EvaluatedService evaluated) {
        Map<String, String> differenceByNode = new TreeMap<>();
        for (SwarmTask task : evaluated.tasks()) {
            if (task.isRunning()) {
                difference(task.times())
                        .ifPresent(text ->
                                differenceByNode.putIfAbsent(evaluated.context().hostName(task.nodeId()), text));
            }
        }
        return differenceByNode.entrySet().stream()
                .map(entry -> "the clock of node " + Quoted.name(entry.getKey()) + " is " + entry.getValue()
                        + ": set it right, since logs and the times of its tasks cannot be compared with others")
                .toList();
    }

    /** Compares the texts first, because nearly all of up to 100,000 tasks need no more. */
    private Optional<String> difference(TaskTimes times) {
        if (times.changed().compareTo(times.created()) < 0) {
            return beyondTolerance(times.changed(), TaskTimes.instant(times.created()))
                    .map(minutes -> minutes + " minutes behind that of the manager that created the task");
        }
        return times.changed().compareTo(latest) < 0
                ? Optional.empty()
                : beyondTolerance(times.changed(), Optional.of(now))
                        .map(minutes -> minutes + " minutes ahead of this gateway's, or the gateway's is behind");
    }

    private static Optional<Long> beyondTolerance(String time, Optional<Instant> reference) {
        return TaskTimes.instant(time)
                .flatMap(ran ->
                        reference.map(other -> Duration.between(ran, other).abs()))
                .filter(difference -> difference.compareTo(TOLERANCE) > 0)
                .map(Duration::toMinutes);
    }
}
