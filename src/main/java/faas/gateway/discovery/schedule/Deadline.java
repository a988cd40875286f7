package faas.gateway.discovery.schedule;

import java.time.Duration;

/**
 * How long a reading of the Swarm may take. Not thread-safe.
 *
 * <p>A sound manager needs some 10 ms and one that has lost its leader hangs for 20 s, so a short limit tells them apart;
 * but 100,000 tasks are some 150 MB, which no short limit lets through. So the limit doubles with each reading it cuts
 * off, and follows what readings really take.
 */
public final class Deadline {
    /** A Swarm that cannot be read in this time cannot be followed either. */
    private static final Duration MAX = Duration.ofMinutes(1);

    /** A sound manager under load takes a few times longer than usual. */
    private static final int HEADROOM_FACTOR = 4;

    private final Duration min;
    private Duration limit;

    public Deadline(Duration min) {
        this.min = min;
        limit = min;
    }

    /** The limit of the next reading. */
    public Duration limit() {
        return limit;
    }

    /** A reading was cut off. */
    public void missed() {
        limit = clamped(limit.multipliedBy(2));
    }

    /** A reading of everything took that long. */
    public void met(Duration took) {
        limit = clamped(took.multipliedBy(HEADROOM_FACTOR));
    }

    private Duration clamped(Duration wanted) {
        Duration max = MAX.compareTo(min) < 0 ? min : MAX;
        Duration capped = wanted.compareTo(max) < 0 ? wanted : max;
        return capped.compareTo(min) < 0 ? min : capped;
    }
}
