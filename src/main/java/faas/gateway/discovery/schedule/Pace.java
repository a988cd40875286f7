package faas.gateway.discovery.schedule;

import java.time.Duration;

/**
 * The intervals between readings of the Swarm.
 *
 * @param settled between full readings; longer if a reading takes long
 * @param fullBelow if a full reading takes less than this, every reading is full: that costs no more than a partial one
 * @param unsettledFirst between the first two readings of an unsettled service; the interval then doubles
 * @param unsettledMax the longest interval for an unsettled service
 * @param unsettledFor how long a service without progress is watched; after that it is only part of full readings
 * @param coalescing from a hint to its reading, so that a burst of events causes one reading
 * @param repeat from a hinted reading to its repetition: a manager may report the old state right after an event
 * @param backOffFirst from the first failure to the next attempt; the wait then doubles
 * @param backOffMax the longest wait between attempts that fail
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
    /** The pace that suits Swarm, with the given interval between full readings. */
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
