package faas.gateway.proxy.flow;

import java.util.concurrent.TimeUnit;

/**
 * How fast a body must come while its call holds one of a task's limited slots, or the gateway collects it, so that a client that
 * sends slowly does not keep slots and memory from others.
 */
public final class UploadPace {
    /** How often to check it. */
    private static final long CHECK_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** A client may pause this long: a packet lost twice on a bad network. */
    private static final long GRACE_NANOS = TimeUnit.SECONDS.toNanos(5);

    /** Slower than any network people use. */
    private static final long BYTES_PER_SECOND = 1024;

    private final long sinceNanos;
    private long nextCheckNanos;
    private long bytes;

    /** @param nowNanos the time at which the body may begin to come */
    public UploadPace(long nowNanos) {
        this.sinceNanos = nowNanos;
        this.nextCheckNanos = nowNanos + CHECK_NANOS;
    }

    public void uploaded(int more) {
        bytes += more;
    }

    /** When it has to be checked. Bytes that arrive do not put this off. */
    public long nextCheckNanos() {
        return nextCheckNanos;
    }

    /** Checks it, and puts off the next check. */
    public boolean isTooSlow(long nowNanos) {
        nextCheckNanos = nowNanos + CHECK_NANOS;
        long dueNanos = nowNanos - sinceNanos - GRACE_NANOS;
        return dueNanos > 0 && bytes < TimeUnit.NANOSECONDS.toSeconds(dueNanos * BYTES_PER_SECOND);
    }
}
