package faas.gateway.discovery;

import faas.gateway.discovery.docker.DockerFault;
import faas.gateway.discovery.eligibility.Eligibility;
import faas.gateway.discovery.eligibility.EvaluatedService;
import faas.gateway.discovery.report.SwarmView;
import faas.gateway.discovery.swarm.SwarmContext;
import faas.gateway.discovery.swarm.SwarmNode;
import faas.gateway.discovery.swarm.SwarmReader.PartialReading;
import faas.gateway.discovery.swarm.SwarmReader.Reading;
import faas.gateway.discovery.swarm.SwarmService;
import faas.gateway.discovery.swarm.SwarmTask;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What is known of the Swarm, brought up to date by readings of all or part of it. Not thread-safe.
 *
 * <p>A service is evaluated again only if a reading shows a change of it, of its tasks, or of its {@link SwarmContext}.
 * Everything else stays the very same object, so that what is unchanged is quickly seen to be so.
 */
final class SwarmState {
    /**
     * A leader that was cut off from the other managers goes on telling its old state for some 15 s before it stops to
     * answer. What is told for longer is so: a backup was restored.
     */
    private static final Duration OLDER_STATE_REJECTED_FOR = Duration.ofSeconds(30);

    /** An order, so that lists can be compared. */
    private static final Comparator<SwarmTask> BY_ID = Comparator.comparing(SwarmTask::id);

    /**
     * What a reading changed.
     *
     * @param changed services of which it told something else than before, those that came and went among them
     * @param revised those of them that were themselves created, updated or removed, and not only their tasks
     * @param contextChanged whether nodes, or the gateway's own networks, are others than before
     */
    record Change(Set<String> changed, Set<String> revised, boolean contextChanged) {
        boolean isNone() {
            return changed.isEmpty() && !contextChanged;
        }
    }

    private record KnownService(SwarmService service, List<SwarmTask> tasks, EvaluatedService evaluated) {}

    private final URI host;
    private final Map<String, KnownService> known = new HashMap<>();
    private final Set<String> unsettled = new HashSet<>();
    private SwarmContext context = new SwarmContext(Map.of(), Map.of());
    private OptionalLong olderSinceNanos = OptionalLong.empty();

    SwarmState(URI host) {
        this.host = host;
    }

    /** What it means. */
    SwarmView view() {
        return SwarmView.of(known.values().stream().map(KnownService::evaluated).toList());
    }

    /** The services of which something is on its way to another state. */
    Set<String> unsettled() {
        return Set.copyOf(unsettled);
    }

    /**
     * Takes over a reading of everything.
     *
     * @throws DockerFault if it is older than what is known; then nothing has changed
     */
    Change apply(Reading reading, long nowNanos) throws DockerFault {
        Map<String, List<SwarmTask>> tasks = byService(reading.tasks());
        rejectOlder(reading.services(), tasks, reading.context().nodes(), nowNanos);
        boolean contextChanged = !context.equals(reading.context());
        context = contextChanged ? reading.context() : context;
        return new Update(contextChanged).of(known.keySet(), reading.services(), tasks);
    }

    /** Takes over a reading of some services, likewise. */
    Change apply(PartialReading part, long nowNanos) throws DockerFault {
        Map<String, List<SwarmTask>> tasks = byService(part.tasks());
        rejectOlder(part.services(), tasks, Map.of(), nowNanos);
        return new Update(false).of(part.requestedIds(), part.services(), tasks);
    }

    private static Map<String, List<SwarmTask>> byService(List<SwarmTask> tasks) {
        Map<String, List<SwarmTask>> byService = tasks.stream()
                .collect(Collectors.groupingBy(SwarmTask::serviceId, Collectors.toCollection(ArrayList::new)));
        byService.replaceAll((id, list) -> list.stream().sorted(BY_ID).toList());
        return byService;
    }

    private void rejectOlder(
            List<SwarmService> services, Map<String, List<SwarmTask>> tasks, Map<String, SwarmNode> nodes, long nowNanos)
            throws DockerFault {
        String older = firstOlder(services, tasks, nodes);
        if (older.isEmpty()) {
            olderSinceNanos = OptionalLong.empty();
            return;
        }
        if (olderSinceNanos.isEmpty()) {
            olderSinceNanos = OptionalLong.of(nowNanos);
        }
        if (nowNanos - olderSinceNanos.getAsLong() < OLDER_STATE_REJECTED_FOR.toNanos()) {
            throw DockerFault.olderState(host, older);
        }
        olderSinceNanos = OptionalLong.empty();
    }

    /** What shows that a reading is older than what is known; empty if nothing does. */
    private String firstOlder(
            List<SwarmService> services, Map<String, List<SwarmTask>> tasks, Map<String, SwarmNode> nodes) {
        for (SwarmNode node : nodes.values()) {
            SwarmNode before = context.nodes().get(node.id());
            if (before != null && isOlder(node.version(), before.version())) {
                return "node " + node.id();
            }
        }
        for (SwarmService service : services) {
            KnownService before = known.get(service.id());
            if (before != null && isOlder(service.version(), before.service().version())) {
                return "service " + service.id();
            }
            if (before != null && isAnyOlder(tasks.getOrDefault(service.id(), List.of()), before.tasks())) {
                return "a task of service " + service.id();
            }
        }
        return "";
    }

    private static boolean isAnyOlder(List<SwarmTask> now, List<SwarmTask> before) {
        if (now.equals(before)) {
            return false;
        }
        Map<String, SwarmTask> known =
                before.stream().collect(Collectors.toMap(SwarmTask::id, task -> task, (a, b) -> b));
        return now.stream().anyMatch(task -> {
            SwarmTask then = known.get(task.id());
            return then != null && isOlder(task.version(), then.version());
        });
    }

    /** A version of 0 was not told. */
    private static boolean isOlder(long version, long before) {
        return version != 0 && version < before;
    }

    /** One reading on its way into what is known. */
    private final class Update {
        private final Set<String> changed = new HashSet<>();
        private final Set<String> revised = new HashSet<>();
        private final boolean contextChanged;

        Update(boolean contextChanged) {
            this.contextChanged = contextChanged;
        }

        /** Those that were asked for and not told are gone. */
        Change of(Set<String> requestedIds, List<SwarmService> services, Map<String, List<SwarmTask>> tasks) {
            Set<String> gone = new HashSet<>(requestedIds);
            for (SwarmService service : services) {
                gone.remove(service.id());
                apply(service, tasks.getOrDefault(service.id(), List.of()));
            }
            gone.forEach(this::remove);
            return new Change(changed, revised, contextChanged);
        }

        private void apply(SwarmService service, List<SwarmTask> tasks) {
            KnownService before = known.get(service.id());
            boolean revision = before == null || !before.service().equals(service);
            boolean otherTasks = before == null
                    || !(isNoFunction(before.evaluated()) || before.tasks().equals(tasks));
            if (!revision && !otherTasks && !contextChanged) {
                return;
            }
            EvaluatedService evaluated = EvaluatedService.of(service, tasks, context);
            boolean noFunction = isNoFunction(evaluated);
            // nobody asks for the tasks of what is no function, and they may be most of the Swarm
            List<SwarmTask> kept = noFunction ? List.of() : tasks;
            known.put(service.id(), new KnownService(service, kept, noFunction ? EvaluatedService.of(service, kept, context) : evaluated));
            trackUnsettled(service.id(), evaluated);
            if (revision || otherTasks) {
                changed.add(service.id());
            }
            if (before == null || before.service().version() != service.version()) {
                revised.add(service.id());
            }
        }

        private void remove(String id) {
            KnownService before = known.remove(id);
            if (before != null) {
                unsettled.remove(id);
                changed.add(id);
                revised.add(id);
            }
        }

        private void trackUnsettled(String id, EvaluatedService evaluated) {
            if (evaluated.eligibility() instanceof Eligibility.Routed routed && !routed.settled()) {
                unsettled.add(id);
            } else {
                unsettled.remove(id);
            }
        }

        private static boolean isNoFunction(EvaluatedService evaluated) {
            return evaluated.eligibility() instanceof Eligibility.NoFunction;
        }
    }
}
