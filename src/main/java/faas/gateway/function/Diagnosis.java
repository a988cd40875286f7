package faas.gateway.function;

import java.util.List;

/**
 * What becomes of every service that carries a label of the gateway, and why.
 *
 * @param services ordered by service name
 */
public record Diagnosis(List<Service> services) {
    /** The diagnosis before the first reading. */
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
     * @param routed whether callers can reach it
     * @param reasons if it is not routed, one sentence for each thing to mend; else empty
     * @param remarks one sentence for each thing that is not as the operator may think, routed or not
     * @param tasks those that run or should, and the latest that failed; ordered by slot, then by task id
     */
    public record Service(
            String id,
            String name,
            String function,
            boolean routed,
            List<String> reasons,
            List<String> remarks,
            List<Task> tasks) {
        public Service {
            reasons = List.copyOf(reasons);
            remarks = List.copyOf(remarks);
            tasks = List.copyOf(tasks);
        }
    }

    /**
     * One task of such a service.
     *
     * @param id Swarm's id of the task
     * @param slot its number within a replicated service; 0 in a global one
     * @param state Swarm's word for what it does
     * @param desiredState Swarm's word for what it should do
     * @param node the host name of its node, or the node's id; empty before it is placed
     * @param address its address on the network the gateway reaches it by; empty if there is none
     * @param role what part it takes
     * @param error Swarm's own words for what went wrong; empty if nothing did
     */
    public record Task(
            String id,
            int slot,
            String state,
            String desiredState,
            String node,
            String address,
            Role role,
            String error) {}

    /** What part a task takes in serving its function. */
    public enum Role {
        /** It is called. */
        ABLE,
        /** It was told to stop but still runs; it is called when nothing else is able. */
        DRAINING,
        /** It is not called. */
        NONE
    }
}
