package faas.gateway.proxy;

import java.util.concurrent.TimeUnit;

/** How long an attempt waits for what comes next. Times are of the gateway's clock, in nanoseconds. */
final class Patience {
    /** How long a task may be silent before the way to it is checked for the first time; the time then doubles. */
    private static final long SILENCE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final long timeoutNanos;
    private long silenceNanos = SILENCE_NANOS;
    private long sentNanos;
    private long lateNanos;

    /** @param timeoutNanos how long a call may go without a byte in either direction */
    Patience(long timeoutNanos) {
        this.timeoutNanos = timeoutNanos;
    }

    /** The request begins to go out. */
    void sent(long nowNanos) {
        sentNanos = nowNanos;
        progressed(nowNanos);
    }

    long sentNanos() {
        return sentNanos;
    }

    /** A byte moved. */
    void progressed(long nowNanos) {
        lateNanos = nowNanos + timeoutNanos;
    }

    boolean isOver(long nowNanos) {
        return nowNanos - lateNanos > 0;
    }

    /** The next check of the way comes later. */
    void checked() {
        silenceNanos *= 2;
    }

    /** When to look at the attempt next: at the end of all patience, or for a check of the way before that. */
    long nextLookNanos(long nowNanos, boolean watchTheWay) {
        return watchTheWay && silenceNanos < lateNanos - nowNanos ? nowNanos + silenceNanos : lateNanos;
    }
}
