package faas.gateway.function;

import java.util.Map;

/**
 * What runs where, as one reading of the Swarm told it.
 *
 * @param functions every routable function by its name, including those with no replica able to serve
 */
public record Snapshot(Map<String, DeployedFunction> functions) {
    /** The snapshot before the first reading. */
    public static final Snapshot EMPTY = new Snapshot(Map.of());

    public Snapshot {
        functions = Map.copyOf(functions);
    }
}
