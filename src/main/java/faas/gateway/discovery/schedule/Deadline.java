package faas.gateway.discovery.schedule;

import java.time.Duration;

/**
 * The timeout of a reading of the Swarm, which adapts to the size of the Swarm. Not thread-safe.
 *
 * <p>A healthy manager responds within about 10 ms, and one that has lost its leader hangs for 20 s; a short timeout
 * separates the two. But 100,000 tasks are about 150 MB, which take longer. So the timeout doubles with each reading that
 * exceeds it, and follows the time that full readings take.
 */
public final class Deadline {
    /** The longest timeout: a Swarm that takes longer to read cannot be followed. */
    private static final Duration MAX = Duration.ofMinutes(1);

    /** A healthy manager under load takes a few times longer than usual. */
    private static final int HEADROOM_FACTOR = 4;

    private final Duration min;
    private Duration limit;

    public Deadline(Duration min) {
        this.min = min;
        limit = min;
    }

    /** The timeout of the next reading. */
    public Duration limit() {
        return limit;
    }

    /** A reading exceeded the timeout. */
    public void missed() {
        limit = clamped(limit.multipliedBy(2));
    }

    /** A full reading took that long. */
    public void met(Duration took) {
        limit = clamped(took.multipliedBy(HEADROOM_FACTOR));
    }

    private Duration clamped(Duration wanted) {
        Duration max = MAX.compareTo(min) < 0 ? min : MAX;
        Duration capped = wanted.compareTo(max) < 0 ? wanted : max;
        return capped.compareTo(min) < 0 ? min : capped;
    }
}
