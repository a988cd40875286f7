package faas.gateway.function;

import java.util.Map;

/**
 * What runs where, according to one read of the Swarm.
 *
 * @param functions every routable function by its name, including those without a task that can take calls
 * @param gateways how many gateways share the calls, this one included; 1 if that is not known
 * @param behindMesh whether clients reach the gateways through the ingress mesh, and so have an address of it
 */
public record Snapshot(Map<String, DeployedFunction> functions, int gateways, boolean behindMesh) {
    /** The snapshot before the first read. */
    public static final Snapshot EMPTY = new Snapshot(Map.of());

    public Snapshot {
        functions = Map.copyOf(functions);
    }

    /** A snapshot of a Swarm with one gateway. */
    public Snapshot(Map<String, DeployedFunction> functions) {
        this(functions, 1, false);
    }
}
