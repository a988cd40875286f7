package faas.gateway.discovery;

import faas.gateway.discovery.docker.DockerFault;
import faas.gateway.discovery.eligibility.Eligibility;
import faas.gateway.discovery.eligibility.EvaluatedService;
import faas.gateway.discovery.report.SwarmView;
import faas.gateway.discovery.swarm.SwarmContext;
import faas.gateway.discovery.swarm.SwarmNode;
import faas.gateway.discovery.swarm.SwarmReader.Part;
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
    private static final Duration DISBELIEF = Duration.ofSeconds(30);

    /** An order, so that lists can be compared. */
    private static final Comparator<SwarmTask> BY_ID = Comparator.comparing(SwarmTask::id);

    /**
     * What a reading changed.
     *
     * @param changed services of which it told something else than before, those that came and went among them
     * @param revised those of them that were themselves created, updated or removed, and not only their tasks
     * @param elsewhere whether nodes, or the gateway's own networks, are others than before
     */
    record Change(Set<String> changed, Set<String> revised, boolean elsewhere) {
        boolean isNone() {
            return changed.isEmpty() && !elsewhere;
        }
    }

    private record Known(SwarmService service, List<SwarmTask> tasks, EvaluatedService evaluated) {}

    private final URI host;
    private final Map<String, Known> services = new HashMap<>();
    private final Set<String> moving = new HashSet<>();
    private SwarmContext context = new SwarmContext(Map.of(), Map.of());
    private OptionalLong olderSinceNanos = OptionalLong.empty();

    SwarmState(URI host) {
        this.host = host;
    }

    /** What it means. */
    SwarmView view() {
        return SwarmView.of(services.values().stream().map(Known::evaluated).toList());
    }

    /** The services of which something is on its way to another state. */
    Set<String> moving() {
        return Set.copyOf(moving);
    }

    /**
     * Takes over a reading of everything.
     *
     * @throws DockerFault if it is older than what is known; then nothing has changed
     */
    Change apply(Reading reading, long nowNanos) throws DockerFault {
        Map<String, List<SwarmTask>> tasks = byService(reading.tasks());
        refuseOlder(reading.services(), tasks, reading.context().nodes(), nowNanos);
        boolean elsewhere = !context.equals(reading.context());
        context = elsewhere ? reading.context() : context;
        return new Update(elsewhere).of(services.keySet(), reading.services(), tasks);
    }

    /** Takes over a reading of some services, likewise. */
    Change apply(Part part, long nowNanos) throws DockerFault {
        Map<String, List<SwarmTask>> tasks = byService(part.tasks());
        refuseOlder(part.services(), tasks, Map.of(), nowNanos);
        return new Update(false).of(part.asked(), part.services(), tasks);
    }

    private static Map<String, List<SwarmTask>> byService(List<SwarmTask> tasks) {
        Map<String, List<SwarmTask>> byService = tasks.stream()
                .collect(Collectors.groupingBy(SwarmTask::serviceId, Collectors.toCollection(ArrayList::new)));
        byService.replaceAll((id, list) -> list.stream().sorted(BY_ID).toList());
        return byService;
    }

    private void refuseOlder(
            List<SwarmService> told, Map<String, List<SwarmTask>> tasks, Map<String, SwarmNode> nodes, long nowNanos)
            throws DockerFault {
        String older = firstOlder(told, tasks, nodes);
        if (older.isEmpty()) {
            olderSinceNanos = OptionalLong.empty();
            return;
        }
        if (olderSinceNanos.isEmpty()) {
            olderSinceNanos = OptionalLong.of(nowNanos);
        }
        if (nowNanos - olderSinceNanos.getAsLong() < DISBELIEF.toNanos()) {
            throw DockerFault.outdated(host, older);
        }
        olderSinceNanos = OptionalLong.empty();
    }

    /** What shows that a reading is older than what is known; empty if nothing does. */
    private String firstOlder(
            List<SwarmService> told, Map<String, List<SwarmTask>> tasks, Map<String, SwarmNode> nodes) {
        for (SwarmNode node : nodes.values()) {
            SwarmNode before = context.nodes().get(node.id());
            if (before != null && isOlder(node.version(), before.version())) {
                return "node " + node.id();
            }
        }
        for (SwarmService service : told) {
            Known before = services.get(service.id());
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
        private final boolean elsewhere;

        Update(boolean elsewhere) {
            this.elsewhere = elsewhere;
        }

        /** Those that were asked for and not told are gone. */
        Change of(Set<String> asked, List<SwarmService> told, Map<String, List<SwarmTask>> tasks) {
            Set<String> gone = new HashSet<>(asked);
            for (SwarmService service : told) {
                gone.remove(service.id());
                told(service, tasks.getOrDefault(service.id(), List.of()));
            }
            gone.forEach(this::gone);
            return new Change(changed, revised, elsewhere);
        }

        private void told(SwarmService told, List<SwarmTask> tasks) {
            Known before = services.get(told.id());
            boolean revision = before == null || !before.service().equals(told);
            boolean otherTasks = before == null
                    || !(isNoFunction(before.evaluated()) || before.tasks().equals(tasks));
            if (!revision && !otherTasks && !elsewhere) {
                return;
            }
            EvaluatedService evaluated = EvaluatedService.of(told, tasks, context);
            boolean noFunction = isNoFunction(evaluated);
            // nobody asks for the tasks of what is no function, and they may be most of the Swarm
            List<SwarmTask> kept = noFunction ? List.of() : tasks;
            services.put(told.id(), new Known(told, kept, noFunction ? EvaluatedService.of(told, kept, context) : evaluated));
            note(told.id(), evaluated);
            if (revision || otherTasks) {
                changed.add(told.id());
            }
            if (before == null || before.service().version() != told.version()) {
                revised.add(told.id());
            }
        }

        private void gone(String id) {
            Known before = services.remove(id);
            if (before != null) {
                moving.remove(id);
                changed.add(id);
                revised.add(id);
            }
        }

        private void note(String id, EvaluatedService evaluated) {
            if (evaluated.eligibility() instanceof Eligibility.Routed routed && !routed.settled()) {
                moving.add(id);
            } else {
                moving.remove(id);
            }
        }

        private static boolean isNoFunction(EvaluatedService evaluated) {
            return evaluated.eligibility() instanceof Eligibility.NoFunction;
        }
    }
}
