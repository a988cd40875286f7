package faas.gateway.function;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What the labels of a service say about its calls; empty where a label is missing.
 *
 * @param timeout how long a call may go without a byte in either direction; empty for the gateway's default
 * @param retries the most further tasks that a call is tried on; empty for the gateway's default
 * @param maxInFlight the most concurrent calls per task; empty for no limit
 * @param hold how long a call may wait in the queue, even at zero replicas; empty for the gateway's default, which
 *     does not apply at zero replicas
 * @param balancer how the calls are distributed over its tasks
 * @param weight its share of the calls among the services of one name, 0 for none; empty if it has no label
 * @param path the prefix of the path that the function sees, such as {@code /api}; may be empty
 * @param access who may call it
 */
public record FunctionPolicy(
        Optional<Duration> timeout,
        OptionalInt retries,
        OptionalInt maxInFlight,
        Optional<Duration> hold,
        Balancer balancer,
        OptionalInt weight,
        String path,
        AccessPolicy access) {
    /** The weight of a service without one, if another has one: weights then read like percentages. */
    public static final int DEFAULT_WEIGHT = 100;

    /** The policy of a service without any of these labels. */
    public static final FunctionPolicy DEFAULT = new FunctionPolicy(
            Optional.empty(),
            OptionalInt.empty(),
            OptionalInt.empty(),
            Optional.empty(),
            Balancer.ROUND_ROBIN,
            OptionalInt.empty(),
            "",
            AccessPolicy.DEFAULT);

    /** The policy of a service without labels on who may call it. */
    public FunctionPolicy(
            Optional<Duration> timeout,
            OptionalInt retries,
            OptionalInt maxInFlight,
            Optional<Duration> hold,
            Balancer balancer,
            OptionalInt weight,
            String path) {
        this(timeout, retries, maxInFlight, hold, balancer, weight, path, AccessPolicy.DEFAULT);
    }
}
