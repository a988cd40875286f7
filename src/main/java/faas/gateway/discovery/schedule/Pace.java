package faas.gateway.discovery.schedule;

import java.time.Duration;

/**
 * How soon the Swarm is read again, in each of the situations it can be in.
 *
 * @param settled between readings of everything; longer where a reading takes long
 * @param fullBelow where everything can be read in less time than this, it always is: as cheap as naming what is of
 *     interest, and it misses nothing
 * @param unsettledFirst between the first two readings while something moves; the interval then doubles
 * @param unsettledMax the longest interval while something moves
 * @param unsettledFor how long a service that makes no progress is watched closely; then it counts as settled
 * @param coalescing how long after a hint the reading comes, so that a burst of events causes one reading
 * @param repeat from a hinted reading to its repetition: right after an event a manager may still tell the old state
 * @param backOffFirst from the first failure to the next try; the wait then doubles
 * @param backOffMax the longest wait between failing tries
 */
public record Pace(
        Duration settled,
        Duration fullBelow,
        Duration unsettledFirst,
        Duration unsettledMax,
        Duration unsettledFor,
        Duration coalescing,
        Duration repeat,
        Duration backOffFirst,
        Duration backOffMax) {
    /** The pace that suits Swarm, with the given time between readings while nothing moves. */
    public static Pace every(Duration settled) {
        return new Pace(
                settled,
                Duration.ofMillis(10),
                shorter(settled, Duration.ofMillis(100)),
                shorter(settled, Duration.ofMillis(250)),
                Duration.ofSeconds(15),
                Duration.ofMillis(15),
                Duration.ofMillis(50),
                Duration.ofMillis(250),
                Duration.ofSeconds(5));
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }
}
