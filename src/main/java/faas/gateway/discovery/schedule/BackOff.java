package faas.gateway.discovery.schedule;

import java.time.Duration;

/** A wait that doubles each time, up to a maximum. Not thread-safe. */
public final class BackOff {
    private final long minNanos;
    private final long maxNanos;
    private long nextNanos;

    public BackOff(Duration min, Duration max) {
        minNanos = min.toNanos();
        maxNanos = max.toNanos();
        nextNanos = minNanos;
    }

    /** The next wait; the one after it is twice as long. */
    public long nextNanos() {
        long wait = nextNanos;
        nextNanos = Math.min(maxNanos, 2 * wait);
        return wait;
    }

    /** Starts again with the shortest wait. */
    public void reset() {
        nextNanos = minNanos;
    }
}
