package faas.gateway.function;

import java.util.Map;

/**
 * What runs where, according to one read of the Swarm.
 *
 * @param functions every routable function by its name, including those without a task that can take calls
 */
public record Snapshot(Map<String, DeployedFunction> functions) {
    /** The snapshot before the first read. */
    public static final Snapshot EMPTY = new Snapshot(Map.of());

    public Snapshot {
        functions = Map.copyOf(functions);
    }
}
