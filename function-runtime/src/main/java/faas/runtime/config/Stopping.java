package faas.runtime.config;

import java.time.Duration;

/**
 * The durations of a graceful stop.
 *
 * @param drainDelay how long new connections are accepted after SIGTERM
 * @param stopTimeout how long calls in flight may then take
 */
public record Stopping(Duration drainDelay, Duration stopTimeout) {

    /**
     * Swarm removes a task from its list 3 s before it sends SIGTERM, so this only covers a gateway that reads the list
     * late.
     */
    public static final Duration DEFAULT_DRAIN_DELAY = Duration.ofSeconds(1);

    /** Together with the delay less than the 10 s after which Docker kills. */
    public static final Duration DEFAULT_STOP_TIMEOUT = Duration.ofSeconds(8);
}
