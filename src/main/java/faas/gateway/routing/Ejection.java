package faas.gateway.routing;

import java.util.concurrent.TimeUnit;

/**
 * Whether a replica is left out because no connection to it can be made. Thread-safe; times are of one monotonic clock,
 * in nanoseconds.
 *
 * <p>Each further failure doubles the time it is left out. When the time is over, one call is let through as a probe;
 * only a connection that was made ends the ejection.
 */
final class Ejection {
    /** Short, because a task without a health check counts as running a moment before it listens. */
    private static final long FIRST_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    /** Swarm itself gives a lost node up within half a minute. */
    private static final long MOST_NANOS = TimeUnit.SECONDS.toNanos(30);

    /** A replica that did well for that long after its last ejection begins again with the shortest time. */
    private static final long FORGIVEN_NANOS = TimeUnit.MINUTES.toNanos(1);

    private volatile boolean ejected;
    private int repetitions;
    private long sinceNanos;
    private long untilNanos;
    private boolean probing;

    boolean ejected() {
        return ejected;
    }

    /** When the first failure of the present row was; only while ejected. */
    synchronized long sinceNanos() {
        return sinceNanos;
    }

    /** Whether a call may be sent: the replica is not ejected, or this call is its probe. */
    boolean admits(long nowNanos) {
        return !ejected || probe(nowNanos);
    }

    private synchronized boolean probe(long nowNanos) {
        if (!ejected) {
            return true;
        }
        if (probing || nowNanos - untilNanos < 0) {
            return false;
        }
        probing = true;
        return true;
    }

    /** The probe ended without an answer to its question; the next call is one. */
    synchronized void probeOver() {
        probing = false;
    }

    /**
     * A connection could not be made.
     *
     * @return whether this is the first failure of a row
     */
    synchronized boolean eject(long nowNanos) {
        boolean first = !ejected;
        if (!first && !probing) {
            // Calls that were under way together fail together, which is one failure.
            return false;
        }
        if (first) {
            sinceNanos = nowNanos;
            repetitions = nowNanos - untilNanos > FORGIVEN_NANOS ? 0 : repetitions;
        }
        untilNanos = nowNanos + Math.min(MOST_NANOS, FIRST_NANOS << Math.min(repetitions, 20));
        repetitions++;
        probing = false;
        ejected = true;
        return first;
    }

    /**
     * The replica was reached.
     *
     * @return whether this ended an ejection
     */
    boolean readmit() {
        return ejected && end();
    }

    private synchronized boolean end() {
        boolean was = ejected;
        ejected = false;
        probing = false;
        return was;
    }
}
