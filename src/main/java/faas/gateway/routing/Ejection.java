package faas.gateway.routing;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The ejection of one task: it gets no calls because a connection to it failed. Thread-safe; times are nanoseconds of
 * one monotonic clock.
 *
 * <p>Each further failure doubles the time of the ejection. When the time is over, one call is allowed as a probe. Only
 * a successful connection ends the ejection.
 */
final class Ejection {
    /** Short, because Swarm reports a task without a health check as running a moment before it listens. */
    private static final long FIRST_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    /** Swarm itself marks a lost node as down within half a minute. */
    private static final long MAX_NANOS = TimeUnit.SECONDS.toNanos(30);

    /** The limit for a task that was never reached: it is most likely about to listen, and calls wait for that. */
    private static final long MAX_UNREACHED_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    /** After this long without an ejection, the next one starts with the shortest time again. */
    private static final long RESET_NANOS = TimeUnit.MINUTES.toNanos(1);

    /** Whether the task may get a call. */
    enum Decision {
        /** It may: the task is not ejected. */
        ALLOWED,
        /** It may, as the one call that finds out whether the task can be reached again. */
        PROBE,
        /** It may not. */
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

    /** When the current ejection began; undefined if the task is not ejected. */
    synchronized long sinceNanos() {
        return sinceNanos;
    }

    /** Its times; empty if the task is not ejected. */
    synchronized Optional<EjectionTimes> times(long nowNanos) {
        return ejected
                ? Optional.of(new EjectionTimes(
                        Duration.ofNanos(nowNanos - sinceNanos), Duration.ofNanos(Math.max(0, untilNanos - nowNanos))))
                : Optional.empty();
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

    /** The probe has ended. If it neither reached the task nor failed to, the next call is a probe. */
    synchronized void probeEnded() {
        probing = false;
    }

    /**
     * Records a failed connection.
     *
     * @param probe whether it was a probe that failed. Calls that were in flight together fail together: while the task
     *     is ejected, only a probe counts as a further failure
     * @return whether the task was not ejected before
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
     * Records a successful connection.
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
