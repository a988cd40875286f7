package faas.gateway.proxy;

import java.util.concurrent.TimeUnit;

/**
 * How fast a body has to come while its call has one of the few places of a task, so that a client that sends slowly does not
 * keep it from others.
 */
final class UploadPace {
    /** How often to look. */
    static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** A client may pause as long as that: a packet lost twice on a bad network. */
    private static final long GRACE_NANOS = TimeUnit.SECONDS.toNanos(5);

    /** Slower than any network people use. */
    private static final long BYTES_PER_SECOND = 1024;

    private final long sinceNanos;
    private long bytes;

    /** @param nowNanos the time on the thread's clock */
    UploadPace(long nowNanos) {
        this.sinceNanos = nowNanos;
    }

    void uploaded(int more) {
        bytes += more;
    }

    boolean isTooSlow(long nowNanos) {
        long dueNanos = nowNanos - sinceNanos - GRACE_NANOS;
        return dueNanos > 0 && bytes < TimeUnit.NANOSECONDS.toSeconds(dueNanos * BYTES_PER_SECOND);
    }
}
