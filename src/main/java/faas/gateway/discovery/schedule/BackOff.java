package faas.gateway.discovery.schedule;

import java.time.Duration;

/** A wait that doubles each time it is asked for, up to a limit. Not thread-safe. */
public final class BackOff {
    private final long minNanos;
    private final long maxNanos;
    private long nextNanos;

    public BackOff(Duration min, Duration max) {
        minNanos = min.toNanos();
        maxNanos = max.toNanos();
        nextNanos = minNanos;
    }

    /** How long to wait this time. */
    public long nextNanos() {
        long wait = nextNanos;
        nextNanos = Math.min(maxNanos, 2 * wait);
        return wait;
    }

    /** Begins again with the first wait. */
    public void reset() {
        nextNanos = minNanos;
    }
}
