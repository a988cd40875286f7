package faas.gateway.proxy.flow;

import faas.gateway.proxy.call.Outcome;
import faas.gateway.proxy.call.ProbeResult;
import faas.gateway.routing.Upstream;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** How long an attempt waits, and when it probes its task meanwhile. Times are in nanoseconds on one clock. */
public final class AttemptDeadline {
    /** How long a task may be silent before it is probed for the first time; the time then doubles. */
    private static final long SILENCE_NANOS = TimeUnit.SECONDS.toNanos(1);

    /**
     * A task that responded to another call within this time is busy, not lost. Shorter than the first silence and a probe
     * together, so that a response from just before the loss does not delay the finding.
     */
    private static final long ALIVE_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final long timeoutNanos;
    private long silenceNanos = SILENCE_NANOS;
    private long atNanos;

    /** @param timeoutNanos how long a call may go without a byte in either direction */
    public AttemptDeadline(long timeoutNanos) {
        this.timeoutNanos = timeoutNanos;
    }

    /**
     * What follows from the probe of a silent task: an attempt that can be sent elsewhere is lost, for any other the task is marked
     * as unreachable, and the attempt goes on.
     *
     * @param replayable whether the call may be sent again though the task may have begun to work on it
     */
    public static Optional<Outcome> afterProbe(
            ProbeResult result, Upstream upstream, boolean replayable, long nowNanos) {
        if (result != ProbeResult.SILENT || upstream.silentForNanos(nowNanos) < ALIVE_NANOS) {
            return Optional.empty();
        }
        if (replayable) {
            return Optional.of(new Outcome.Lost());
        }
        upstream.unreachable(nowNanos);
        return Optional.empty();
    }

    public long timeoutNanos() {
        return timeoutNanos;
    }

    /** A byte moved, or the request was first sent: to this task or another one, since all attempts share one timeout. */
    public void progressed(long nowNanos) {
        atNanos = nowNanos + timeoutNanos;
    }

    public boolean isOver(long nowNanos) {
        return nowNanos - atNanos > 0;
    }

    /** The task is being probed; the next probe comes later. */
    public void probing() {
        silenceNanos = Math.min(2 * silenceNanos, timeoutNanos);
    }

    /** When to stop waiting for a task's 100: many servers never send one. */
    public long continueNanos(long nowNanos) {
        return nowNanos + Math.min(SILENCE_NANOS, timeoutNanos / 2);
    }

    /** When to check the attempt next: at its deadline, or for a probe before that. */
    public long nextCheckNanos(long nowNanos, boolean probes) {
        return probes && silenceNanos < atNanos - nowNanos ? nowNanos + silenceNanos : atNanos;
    }
}
