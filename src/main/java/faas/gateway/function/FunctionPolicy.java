package faas.gateway.function;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How a service wants its calls to be led; whatever its labels leave open is empty.
 *
 * @param timeout how long a call may go without a byte in either direction; empty for the gateway's own
 * @param retries on how many further tasks a call may be tried; empty for the gateway's own
 * @param maxInFlight calls one task takes at a time; empty for any number
 * @param hold how long a call waits for a task able to serve, even while no replica is asked for; empty for the
 *     gateway's own, which does not wait at zero replicas
 * @param balancer how its tasks share the calls
 * @param weight its share of the calls among the services of one name, 0 for none; empty where it names none
 * @param path what is put in front of the path the function sees, such as {@code /api}; empty for nothing
 */
public record FunctionPolicy(
        Optional<Duration> timeout,
        OptionalInt retries,
        OptionalInt maxInFlight,
        Optional<Duration> hold,
        Balancer balancer,
        OptionalInt weight,
        String path) {
    /** The weight of a service that names none, beside one that does: weights then read like percents. */
    public static final int DEFAULT_WEIGHT = 100;

    /** Of a service without a label for any of it. */
    public static final FunctionPolicy DEFAULT = new FunctionPolicy(
            Optional.empty(),
            OptionalInt.empty(),
            OptionalInt.empty(),
            Optional.empty(),
            Balancer.ROUND_ROBIN,
            OptionalInt.empty(),
            "");
}
