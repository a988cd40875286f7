package faas.gateway.discovery;

import java.time.Duration;

/** A wait that doubles each time it is asked for, up to a limit. Not thread-safe. */
final class BackOff {
    private final long firstNanos;
    private final long mostNanos;
    private long nextNanos;

    BackOff(Duration first, Duration most) {
        firstNanos = first.toNanos();
        mostNanos = most.toNanos();
        nextNanos = firstNanos;
    }

    /** How long to wait this time. */
    long nextNanos() {
        long wait = nextNanos;
        nextNanos = Math.min(mostNanos, 2 * wait);
        return wait;
    }

    /** Begins again with the first wait. */
    void reset() {
        nextNanos = firstNanos;
    }
}
