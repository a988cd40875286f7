package faas.runtime.config;

import java.net.InetSocketAddress;
import java.time.Duration;

/**
 * Everything about a function's server that can be set.
 *
 * @param maxInFlight calls that run at once; one more is refused
 * @param drainDelay how long new connections are still taken after the signal to stop
 * @param stopTimeout how long calls in flight may then take to finish
 */
public record Settings(InetSocketAddress address, int maxInFlight, Duration drainDelay, Duration stopTimeout) {

    /** Each costs a thread while it runs; the sixty-fifth call at once is better off at another replica. */
    public static final int DEFAULT_MAX_IN_FLIGHT = 64;

    /** Swarm stops listing a task 3 s before it sends SIGTERM, so this covers only a gateway that reads the list late. */
    public static final Duration DEFAULT_DRAIN_DELAY = Duration.ofSeconds(1);

    /** With the delay less than the 10 s after which Docker kills. */
    public static final Duration DEFAULT_STOP_TIMEOUT = Duration.ofSeconds(8);
}
