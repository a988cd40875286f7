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
    private static final Duration MOST = Duration.ofMinutes(1);

    /** A sound manager under load takes a few times longer than usual. */
    private static final int MARGIN = 4;

    private final Duration least;
    private Duration limit;

    public Deadline(Duration least) {
        this.least = least;
        limit = least;
    }

    /** The limit of the next reading. */
    public Duration limit() {
        return limit;
    }

    /** A reading was cut off. */
    public void missed() {
        limit = within(limit.multipliedBy(2));
    }

    /** A reading of everything took that long. */
    public void met(Duration took) {
        limit = within(took.multipliedBy(MARGIN));
    }

    private Duration within(Duration wanted) {
        Duration most = MOST.compareTo(least) < 0 ? least : MOST;
        Duration atMost = wanted.compareTo(most) < 0 ? wanted : most;
        return atMost.compareTo(least) < 0 ? least : atMost;
    }
}
