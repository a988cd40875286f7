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
    private static final long MAX_NANOS = TimeUnit.SECONDS.toNanos(30);

    /** For a replica that was never reached: it is most likely about to listen, and calls wait for that. */
    private static final long MAX_UNREACHED_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    /** A replica that did well for that long after its last ejection begins again with the shortest time. */
    private static final long RESET_NANOS = TimeUnit.MINUTES.toNanos(1);

    /** What a call may do. */
    enum Decision {
        /** Nothing is known against the replica. */
        ALLOWED,
        /** It is the one call that finds out whether the replica can be reached again. */
        PROBE,
        /** It is to go elsewhere. */
        REJECTED
    }

    private volatile boolean ejected;
    private boolean reached;
    private int ejections;
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

    Decision decide(long nowNanos) {
        return ejected ? decideProbe(nowNanos) : Decision.ALLOWED;
    }

    private synchronized Decision decideProbe(long nowNanos) {
        if (!ejected) {
            return Decision.ALLOWED;
        }
        if (probing || nowNanos - untilNanos < 0) {
            return Decision.REJECTED;
        }
        probing = true;
        return Decision.PROBE;
    }

    /** The probe is over; without an answer to its question the next call is one. */
    synchronized void probeEnded() {
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
            ejections = nowNanos - untilNanos > RESET_NANOS ? 0 : ejections;
        }
        long max = reached ? MAX_NANOS : MAX_UNREACHED_NANOS;
        untilNanos = nowNanos + Math.min(max, FIRST_NANOS << Math.min(ejections, 20));
        ejections++;
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
