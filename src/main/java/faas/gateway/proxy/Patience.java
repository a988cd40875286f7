package faas.gateway.proxy;

import java.util.concurrent.TimeUnit;

/** How long an attempt waits for what comes next. Times are of the gateway's clock, in nanoseconds. */
final class Patience {
    /** How long a task may be silent before the way to it is checked for the first time; the time then doubles. */
    private static final long SILENCE_NANOS = TimeUnit.SECONDS.toNanos(1);

    /**
     * A task that answered another call so short a time ago is not lost, but busy. Shorter than the first silence and a
     * check together, so that an answer of just before the loss does not put it off.
     */
    static final long ALIVE_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final long timeoutNanos;
    private long silenceNanos = SILENCE_NANOS;
    private long lateNanos;

    /** @param timeoutNanos how long a call may go without a byte in either direction */
    Patience(long timeoutNanos) {
        this.timeoutNanos = timeoutNanos;
    }

    long timeoutNanos() {
        return timeoutNanos;
    }

    /** The call was sent first at {@code sentNanos}, to this task or another one: all of them share one time. */
    void begin(long sentNanos) {
        progressed(sentNanos);
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

    /** When to stop waiting for a task that does not say whether it wants the body: many do not know that they should. */
    long goAheadNanos(long nowNanos) {
        return nowNanos + Math.min(SILENCE_NANOS, timeoutNanos / 2);
    }

    /** When to look at the attempt next: at the end of all patience, or for a check of the way before that. */
    long nextLookNanos(long nowNanos, boolean watchTheWay) {
        return watchTheWay && silenceNanos < lateNanos - nowNanos ? nowNanos + silenceNanos : lateNanos;
    }
}
