package faas.gateway.discovery.schedule;

import java.time.Duration;

/** A wait that doubles each time it is asked for, up to a limit. Not thread-safe. */
public final class BackOff {
    private final long firstNanos;
    private final long mostNanos;
    private long nextNanos;

    public BackOff(Duration first, Duration most) {
        firstNanos = first.toNanos();
        mostNanos = most.toNanos();
        nextNanos = firstNanos;
    }

    /** How long to wait this time. */
    public long nextNanos() {
        long wait = nextNanos;
        nextNanos = Math.min(mostNanos, 2 * wait);
        return wait;
    }

    /** Begins again with the first wait. */
    public void reset() {
        nextNanos = firstNanos;
    }
}
