package faas.gateway.routing;

import faas.gateway.function.Endpoint;
import faas.gateway.function.FunctionPolicy;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * The live side of one {@link Endpoint}: what the gateway has learned about a task by calling it. Thread-safe.
 *
 * <p>An endpoint is a value that each reading creates again. An upstream is one object for as long as Swarm keeps the
 * task, so that its counters survive each new snapshot. Connection pools and ejections therefore belong to the object,
 * not to its address, which Swarm may give to another task at once.
 *
 * <p>A call holds a {@link Lease} on its upstream from the choice to the last byte of the response. The lease ends
 * exactly once, with one of four results: the task succeeded, it failed, it could not be reached, or the call says
 * nothing about the task, such as when the client disconnected.
 */
public final class Upstream {
    /** Reacts to changes of upstreams; called on the thread that noticed the change, and must return at once. */
    public interface Listener {
        /** The task is stopping or gone: keep no connection to it open. */
        void retired(Upstream upstream);

        /** A connection to it failed, for the first time since it was last reachable. */
        void ejected(Upstream upstream);
    }

    private final Endpoint endpoint;
    private final Listener listener;
    private final long createdNanos;
    private final AtomicInteger inFlight = new AtomicInteger();
    private final LongAdder succeeded = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final Ejection ejection = new Ejection();
    private volatile FunctionPolicy policy = FunctionPolicy.DEFAULT;
    private volatile boolean reached;
    private volatile long lastResponseNanos;
    private volatile boolean retired;

    /** @param createdNanos the current time, on the table's clock */
    Upstream(Endpoint endpoint, Listener listener, long createdNanos) {
        this.endpoint = endpoint;
        this.listener = listener;
        this.createdNanos = createdNanos;
        this.lastResponseNanos = createdNanos;
    }

    public Endpoint endpoint() {
        return endpoint;
    }

    /** The policy of its service, according to the current labels. */
    public FunctionPolicy policy() {
        return policy;
    }

    void policy(FunctionPolicy current) {
        policy = current;
    }

    /** The number of calls that hold a lease. */
    public int inFlight() {
        return inFlight.get();
    }

    /** The number of leases that ended with a response of any status. */
    public long succeeded() {
        return succeeded.sum();
    }

    /** The number of leases that ended without a complete response because of the task. */
    public long failed() {
        return failed.sum();
    }

    /** Whether it gets no calls because a connection to it failed. */
    public boolean ejected() {
        return ejection.ejected();
    }

    /** For how long it has been ejected, and when it is probed; empty if it is not ejected. */
    Optional<EjectionTimes> ejection(long nowNanos) {
        return ejection.times(nowNanos);
    }

    /** Whether the task is stopping or gone, so that no idle connection to it is kept. */
    public boolean retired() {
        return retired;
    }

    void retire() {
        if (!retired) {
            retired = true;
            listener.retired(this);
        }
    }

    /** How long connections to it have failed, or how long it has been known if none has succeeded yet. */
    long unavailableForNanos(long nowNanos) {
        if (!reached) {
            return nowNanos - createdNanos;
        }
        return ejection.ejected() ? nowNanos - ejection.sinceNanos() : 0;
    }

    /** Whether it has reached its concurrency limit. */
    boolean isFull() {
        return inFlight.get() >= limit();
    }

    private int limit() {
        return policy.maxInFlight().orElse(Integer.MAX_VALUE);
    }

    /** Leases it for one call, which must end the lease; null if it is ejected or full. */
    @Nullable
    Lease lease(CallQueue queue, long nowNanos) {
        if (isFull()) {
            return null;
        }
        Ejection.Decision decision = ejection.decide(nowNanos);
        if (decision == Ejection.Decision.REJECTED) {
            return null;
        }
        boolean probe = decision == Ejection.Decision.PROBE;
        Lease lease = lease(queue, probe);
        if (lease == null && probe) {
            ejection.probeEnded();
        }
        return lease;
    }

    /** The same, even if it is ejected. */
    @Nullable
    Lease leaseAnyway(CallQueue queue) {
        return lease(queue, false);
    }

    private @Nullable Lease lease(CallQueue queue, boolean probe) {
        int limit = limit();
        for (int now = inFlight.get(); now < limit; now = inFlight.get()) {
            if (inFlight.compareAndSet(now, now + 1)) {
                return new Lease(queue, probe);
            }
        }
        return null;
    }

    /** Records that it cannot be reached, at {@code nowNanos} of the table's clock. */
    public void unreachable(long nowNanos) {
        unreachable(nowNanos, false);
    }

    private void unreachable(long nowNanos, boolean probe) {
        if (ejection.eject(nowNanos, probe)) {
            listener.ejected(this);
        }
    }

    /** Records that a response has begun, at {@code nowNanos} of the table's clock. */
    public void responded(long nowNanos) {
        lastResponseNanos = nowNanos;
    }

    /** The time since a response last began, or since it became known if none has begun yet. */
    public long silentForNanos(long nowNanos) {
        return nowNanos - lastResponseNanos;
    }

    /** One call's claim on this upstream; ending it a second time has no effect. */
    public final class Lease {
        private final CallQueue queue;
        private final boolean probe;
        private final AtomicBoolean open = new AtomicBoolean(true);

        private Lease(CallQueue queue, boolean probe) {
            this.queue = queue;
            this.probe = probe;
        }

        public Upstream upstream() {
            return Upstream.this;
        }

        /** Records that a connection was established, so that the task is reachable, however the call ends. */
        public void reached() {
            if (reached && !ejection.ejected()) {
                return;
            }
            reached = true;
            if (ejection.readmit()) {
                queue.wakeAll();
            }
        }

        /** Ends the lease: the response is complete. */
        public void succeeded() {
            if (end()) {
                succeeded.increment();
            }
        }

        /** Ends the lease: the task closed the connection early or was too slow. */
        public void failed() {
            if (end()) {
                failed.increment();
            }
        }

        /** Ends the lease: the task cannot be reached, or no longer; at {@code nowNanos} of the table's clock. */
        public void unreachable(long nowNanos) {
            failed();
            Upstream.this.unreachable(nowNanos, probe);
        }

        /** Ends the lease for a reason that says nothing about the task. */
        public void ignored() {
            end();
        }

        /**
         * Ends the lease because the gateway itself could not connect. The next call would fail too, so none is woken: two calls
         * would wake each other without an end.
         */
        public void unused() {
            giveBack();
        }

        private boolean end() {
            boolean first = giveBack();
            if (first && policy.maxInFlight().isPresent()) {
                queue.wakeFirst();
            }
            return first;
        }

        private boolean giveBack() {
            boolean first = open.compareAndSet(true, false);
            if (first) {
                inFlight.decrementAndGet();
                if (probe) {
                    ejection.probeEnded();
                }
            }
            return first;
        }
    }
}
