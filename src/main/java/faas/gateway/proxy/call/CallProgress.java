package faas.gateway.proxy.call;

import faas.gateway.function.Endpoint;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How far a call is: what the log and the metrics report of its attempts. Used by one IO thread. */
public final class CallProgress {
    private @Nullable Endpoint latest;
    private int attempts;
    private boolean queued;
    private long queuedNanos;
    private boolean routed;
    private boolean sent;
    private long sentNanos;

    /** Whether the path named a deployed function. */
    public boolean isRouted() {
        return routed;
    }

    public void routed() {
        routed = true;
    }

    /** The task of the latest attempt; empty if there was none. */
    public Optional<Endpoint> endpoint() {
        return Optional.ofNullable(latest);
    }

    /** How many attempts there were. */
    public int attempts() {
        return attempts;
    }

    /** An attempt on a task begins. */
    public void attempt(Endpoint endpoint) {
        attempts++;
        latest = endpoint;
    }

    /** Whether the call has been in the queue. */
    public boolean isQueued() {
        return queued;
    }

    public void queued() {
        queued = true;
    }

    /** How long the call was in the queue, in nanoseconds: from its first visit to the end of the last one. */
    public long queuedNanos() {
        return queuedNanos;
    }

    public void queuedNanos(long nanos) {
        queuedNanos = nanos;
    }

    /** The request is being sent; returns when it was first sent since the call was last in the queue. */
    public long sentNanos(long nowNanos) {
        if (!sent) {
            sent = true;
            sentNanos = nowNanos;
        }
        return sentNanos;
    }

    /** Restarts the time limit of the call. */
    public void startOver() {
        sent = false;
    }
}
