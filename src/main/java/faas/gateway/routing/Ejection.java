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

    /** For a replica that was never reached: it is most likely about to listen, and calls wait for that. */
    private static final long MOST_WHILE_NEW_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    /** A replica that did well for that long after its last ejection begins again with the shortest time. */
    private static final long FORGIVEN_NANOS = TimeUnit.MINUTES.toNanos(1);

    /** What a call may do. */
    enum Admission {
        /** Nothing is known against the replica. */
        FREE,
        /** It is the one call that finds out whether the replica can be reached again. */
        PROBE,
        /** It is to go elsewhere. */
        REFUSED
    }

    private volatile boolean ejected;
    private boolean reached;
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

    Admission admit(long nowNanos) {
        return ejected ? admitProbe(nowNanos) : Admission.FREE;
    }

    private synchronized Admission admitProbe(long nowNanos) {
        if (!ejected) {
            return Admission.FREE;
        }
        if (probing || nowNanos - untilNanos < 0) {
            return Admission.REFUSED;
        }
        probing = true;
        return Admission.PROBE;
    }

    /** The probe is over; without an answer to its question the next call is one. */
    synchronized void probeOver() {
        probing = false;
    }

    /**
     * A connection could not be made.
     *
     * @param probe whether it was a probe that failed; calls that were under way together fail together, which is one
     *     failure
     * @return whether this is the first failure of a row
     */
    synchronized boolean eject(long nowNanos, boolean probe) {
        boolean first = !ejected;
        if (!first && !probe) {
            return false;
        }
        if (first) {
            sinceNanos = nowNanos;
            repetitions = nowNanos - untilNanos > FORGIVEN_NANOS ? 0 : repetitions;
        }
        long most = reached ? MOST_NANOS : MOST_WHILE_NEW_NANOS;
        untilNanos = nowNanos + Math.min(most, FIRST_NANOS << Math.min(repetitions, 20));
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
    synchronized boolean readmit() {
        boolean was = ejected;
        reached = true;
        ejected = false;
        probing = false;
        return was;
    }
}
