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
 * The known state of the Swarm, updated by full and partial readings. Not thread-safe.
 *
 * <p>A service is evaluated again only if a reading shows a change of it, of its tasks, or of its {@link SwarmContext}.
 * All others stay the same objects, so that comparing them is cheap.
 */
final class SwarmState {
    /**
     * How long older states are rejected. A leader that was separated from the other managers keeps reporting its old
     * state for about 15 s before it stops responding. An older state that lasts longer is real: a backup was restored.
     */
    private static final Duration OLDER_STATE_REJECTED_FOR = Duration.ofSeconds(30);

    /** Makes lists of tasks comparable. */
    private static final Comparator<SwarmTask> BY_ID = Comparator.comparing(SwarmTask::id);

    /**
     * What a reading changed.
     *
     * @param changed services that differ from before, including added and removed ones, or whose tasks differ
     * @param revised those of them that were created, updated or removed themselves
     * @param contextChanged whether nodes or the gateway's own networks differ from before
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

    /** The results for routing and for people. */
    SwarmView view() {
        return SwarmView.of(known.values().stream().map(KnownService::evaluated).toList());
    }

    /** The ids of the services that are not settled. */
    Set<String> unsettled() {
        return Set.copyOf(unsettled);
    }

    /**
     * Applies a full reading.
     *
     * @throws DockerFault if it is older than the known state, which then stays as it is
     */
    Change apply(Reading reading, long nowNanos) throws DockerFault {
        Map<String, List<SwarmTask>> tasks = byService(reading.tasks());
        rejectOlder(reading.services(), tasks, reading.context().nodes(), nowNanos);
        boolean contextChanged = !context.equals(reading.context());
        context = contextChanged ? reading.context() : context;
        return new Update(contextChanged).of(known.keySet(), reading.services(), tasks);
    }

    /** Applies a partial reading, likewise. */
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
            List<SwarmService> services,
            Map<String, List<SwarmTask>> tasks,
            Map<String, SwarmNode> nodes,
            long nowNanos)
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

    /** The first object with a lower version than the known one; empty if there is none. */
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

    /** A version of 0 is missing. */
    private static boolean isOlder(long version, long before) {
        return version != 0 && version < before;
    }

    /** Applies one reading. */
    private final class Update {
        private final Set<String> changed = new HashSet<>();
        private final Set<String> revised = new HashSet<>();
        private final boolean contextChanged;

        Update(boolean contextChanged) {
            this.contextChanged = contextChanged;
        }

        /** Services that were requested and are missing in the reading were removed. */
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
            // tasks of services that are no functions may be most of the Swarm, and are not needed
            List<SwarmTask> kept = noFunction ? List.of() : tasks;
            known.put(
                    service.id(),
                    new KnownService(
                            service, kept, noFunction ? EvaluatedService.of(service, kept, context) : evaluated));
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
