package faas.gateway.discovery;

import java.time.Duration;

/**
 * When the Swarm is to be read next. All times are of one monotonic clock, in nanoseconds. Not thread-safe.
 *
 * <ol>
 *   <li>A hint brings the next reading forward to a moment after it, so that a burst of events causes one reading.
 *   <li>The reading that follows a hint is repeated shortly after: the first may still tell the old state.
 *   <li>While something moves, readings come at a short interval; after a time without progress they stop doing so.
 *   <li>Otherwise they come at the settled interval, and after failures at growing ones.
 *   <li>Between two readings there is always a rest at least as long as the last one took: however large the Swarm and
 *       however many its events, the manager spends at most half its time on the gateway.
 * </ol>
 */
final class ReadingSchedule {
    private final Pace pace;
    private final BackOff unsettled;
    private final BackOff failing;

    private long dueNanos;
    private long restUntilNanos;
    private long watchUntilNanos;
    private boolean hinted;

    /** The first reading is due at once. */
    ReadingSchedule(Pace pace, long nowNanos) {
        this.pace = pace;
        unsettled = new BackOff(pace.unsettledFirst(), pace.unsettledMost());
        failing = new BackOff(pace.backOffFirst(), pace.backOffMost());
        dueNanos = nowNanos;
        restUntilNanos = nowNanos;
        watchUntilNanos = after(nowNanos, pace.unsettledFor());
    }

    /** When the next reading is due; may lie in the past. */
    long dueNanos() {
        return dueNanos;
    }

    /** Something was heard of the Swarm at that time. */
    void hinted(long nanos) {
        hinted = true;
        long hintedNanos = later(after(nanos, pace.coalescing()), restUntilNanos);
        dueNanos = isBefore(hintedNanos, dueNanos) ? hintedNanos : dueNanos;
    }

    /**
     * A reading succeeded.
     *
     * @param settled nothing is on its way to another state
     * @param progress it told something else than the reading before
     */
    void succeeded(long startedNanos, long finishedNanos, boolean settled, boolean progress) {
        failing.reset();
        restUntilNanos = finishedNanos + (finishedNanos - startedNanos);
        if (hinted || progress || settled) {
            unsettled.reset();
            watchUntilNanos = after(finishedNanos, pace.unsettledFor());
        }
        dueNanos = later(startedNanos + waitNanos(settled, finishedNanos), restUntilNanos);
        hinted = false;
    }

    /** A reading failed. */
    void failed(long nanos) {
        restUntilNanos = after(nanos, pace.backOffFirst());
        dueNanos = nanos + failing.nextNanos();
        hinted = false;
    }

    private long waitNanos(boolean settled, long nowNanos) {
        if (hinted) {
            return pace.repeat().toNanos();
        }
        if (!settled && isBefore(nowNanos, watchUntilNanos)) {
            return unsettled.nextNanos();
        }
        return pace.settled().toNanos();
    }

    private static long after(long nanos, Duration wait) {
        return nanos + wait.toNanos();
    }

    private static long later(long a, long b) {
        return isBefore(a, b) ? b : a;
    }

    /** By difference, since a monotonic clock may begin anywhere and run over. */
    private static boolean isBefore(long a, long b) {
        return a - b < 0;
    }
}
