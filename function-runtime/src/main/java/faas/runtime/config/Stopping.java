package faas.runtime.config;

import java.time.Duration;

/**
 * The time a stop takes.
 *
 * @param drainDelay how long new connections are still taken after the signal to stop
 * @param stopTimeout how long calls in flight may then take to finish
 */
public record Stopping(Duration drainDelay, Duration stopTimeout) {

    /** Swarm stops listing a task 3 s before it sends SIGTERM, so this covers only a gateway that reads the list late. */
    public static final Duration DEFAULT_DRAIN_DELAY = Duration.ofSeconds(1);

    /** With the delay less than the 10 s after which Docker kills. */
    public static final Duration DEFAULT_STOP_TIMEOUT = Duration.ofSeconds(8);
}
