package faas.gateway.function;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The status of every service with a {@code faas.} label, and the reasons for it.
 *
 * @param services ordered by service name
 */
public record Diagnosis(List<Service> services) {
    /** The diagnosis before the first read. */
    public static final Diagnosis NONE = new Diagnosis(List.of());

    public Diagnosis {
        services = List.copyOf(services);
    }

    /**
     * One service.
     *
     * @param id Swarm's id of the service
     * @param name the service's name in Swarm
     * @param function the value of its label {@code faas.name}; empty if it has none
     * @param routed whether clients can reach it
     * @param rollout its latest update
     * @param reasons if it is not routed, one sentence per problem to fix; otherwise empty
     * @param remarks one sentence per peculiarity, whether it is routed or not
     * @param commands the docker commands that mend what reasons and remarks say, or show more of it
     * @param tasks those that run or should, and the latest that failed; ordered by slot, then by task id
     * @param labels its labels with the gateway's prefix, ordered by name
     */
    public record Service(
            String id,
            String name,
            String function,
            boolean routed,
            Rollout rollout,
            List<String> reasons,
            List<String> remarks,
            List<String> commands,
            List<Task> tasks,
            List<Label> labels) {
        /** A service whose labels are not known. */
        public Service(
                String id,
                String name,
                String function,
                boolean routed,
                Rollout rollout,
                List<String> reasons,
                List<String> remarks,
                List<String> commands,
                List<Task> tasks) {
            this(id, name, function, routed, rollout, reasons, remarks, commands, tasks, List.of());
        }

        public Service {
            reasons = List.copyOf(reasons);
            remarks = List.copyOf(remarks);
            commands = List.copyOf(commands);
            tasks = List.copyOf(tasks);
            labels = List.copyOf(labels);
        }

        /** When its latest update began, or the latest of its tasks changed after that; empty if it is not known. */
        public Optional<Instant> lastChange() {
            return Stream.concat(
                            Stream.of(rollout.started()),
                            tasks.stream()
                                    .flatMap(task -> Stream.of(
                                            task.times().created(), task.times().changed())))
                    .flatMap(text -> TaskTimes.instant(text).stream())
                    .max(Comparator.naturalOrder());
        }
    }

    /**
     * One label of such a service.
     *
     * @param ofContainers whether only its containers have it
     */
    public record Label(String name, String value, boolean ofContainers) {}

    /**
     * One task of such a service.
     *
     * @param id Swarm's id of the task
     * @param slot its number within a replicated service; 0 in a global one
     * @param state its state in Swarm
     * @param desiredState its desired state in Swarm
     * @param node the host name of its node, or the node's id; empty before Swarm has placed the task
     * @param address its address on the network it is called on; empty if it has none
     * @param role whether it gets calls
     * @param error Swarm's error message; empty if there is none
     * @param times when it began, and when it reached its state
     */
    public record Task(
            String id,
            int slot,
            String state,
            String desiredState,
            String node,
            String address,
            Role role,
            String error,
            TaskTimes times) {
        /** A task of which no times are known. */
        public Task(
                String id,
                int slot,
                String state,
                String desiredState,
                String node,
                String address,
                Role role,
                String error) {
            this(id, slot, state, desiredState, node, address, role, error, TaskTimes.UNKNOWN);
        }
    }

    /** Whether a task gets calls. */
    public enum Role {
        /** It does. */
        ABLE,
        /** It is stopping but still runs: it gets calls only if nothing else can take them. */
        DRAINING,
        /** It does not. */
        NONE
    }
}
