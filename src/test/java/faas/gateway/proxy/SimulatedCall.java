package faas.gateway.proxy;

import faas.gateway.routing.TriedUpstreams;
import faas.gateway.routing.Upstream;
import org.jspecify.annotations.Nullable;

/** What a call knows of itself on its way, as {@link Call} does, and what is to be counted of it. */
final class SimulatedCall {
    private final boolean idempotent;
    private final long workNanos;
    private final long startedNanos;
    private final TriedUpstreams tried = new TriedUpstreams();
    private @Nullable SimulatedHold held;
    private int attempts;
    private int redeliveries;

    /** @param workNanos how long a worker of a task in good order takes for it */
    SimulatedCall(boolean idempotent, long workNanos, long startedNanos) {
        this.idempotent = idempotent;
        this.workNanos = workNanos;
        this.startedNanos = startedNanos;
    }

    boolean isIdempotent() {
        return idempotent;
    }

    long workNanos() {
        return workNanos;
    }

    long startedNanos() {
        return startedNanos;
    }

    TriedUpstreams tried() {
        return tried;
    }

    @Nullable
    SimulatedHold held() {
        return held;
    }

    void held(SimulatedHold wait) {
        held = wait;
    }

    void trying(Upstream upstream) {
        tried.add(upstream);
        attempts++;
    }

    int attempts() {
        return attempts;
    }

    void redelivered() {
        redeliveries++;
    }

    int redeliveries() {
        return redeliveries;
    }
}
