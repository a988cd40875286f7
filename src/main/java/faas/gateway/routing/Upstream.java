package faas.gateway.routing;

import faas.gateway.function.Endpoint;
import faas.gateway.function.FunctionPolicy;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * The live side of one {@link Endpoint}: what the gateway itself has learnt of a replica by calling it.
 *
 * <p>An endpoint is a value that every reading makes anew; an upstream is one object for as long as Swarm keeps the task,
 * so that what was counted survives each new snapshot. Identity therefore matters: pools of connections and verdicts about
 * health hang on the object, never on its address, which Swarm hands to the next task at once.
 *
 * <p>A call holds a {@link Lease} on the upstream it was sent to, from the choice to the last byte of the answer. The lease
 * ends exactly once and with one of four verdicts: the replica succeeded, it failed, it could not be reached, or there is
 * nothing to be learnt because the caller hung up. Thread-safe.
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

    /** @param createdNanos the time of its first meeting, on the table's clock */
    Upstream(Endpoint endpoint, Listener listener, long createdNanos) {
        this.endpoint = endpoint;
        this.listener = listener;
        this.createdNanos = createdNanos;
        this.lastResponseNanos = createdNanos;
    }

    public Endpoint endpoint() {
        return endpoint;
    }

    /** How calls to it are to be led, as its service's labels have it now. */
    public FunctionPolicy policy() {
        return policy;
    }

    void policy(FunctionPolicy current) {
        policy = current;
    }

    /** Calls that hold a lease right now. */
    public int inFlight() {
        return inFlight.get();
    }

    /** Leases that ended with an answer, whatever its status. */
    public long succeeded() {
        return succeeded.sum();
    }

    /** Leases that ended without a whole answer through the replica's fault. */
    public long failed() {
        return failed.sum();
    }

    /** Whether it is left out because no connection to it could be made. */
    public boolean ejected() {
        return ejection.ejected();
    }

    /** Whether nothing is to be kept open for it: the task was told to stop, or has left the Swarm's list. */
    public boolean retired() {
        return retired;
    }

    void retire() {
        if (!retired) {
            retired = true;
            listener.retired(this);
        }
    }

    /** How long it has not been in order, as far as connections tell. */
    long unavailableForNanos(long nowNanos) {
        if (!reached) {
            return nowNanos - createdNanos;
        }
        return ejection.ejected() ? nowNanos - ejection.sinceNanos() : 0;
    }

    /** Whether it has as many calls in flight as it takes. */
    boolean isFull() {
        return inFlight.get() >= limit();
    }

    private int limit() {
        return policy.maxInFlight().orElse(Integer.MAX_VALUE);
    }

    /** Reserves a place for one call, which must end the lease; null while it is ejected or full. */
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

    /** The same, ejected or not. */
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

    /** No connection can be made to it; at {@code nowNanos} of the table's clock. */
    public void unreachable(long nowNanos) {
        unreachable(nowNanos, false);
    }

    private void unreachable(long nowNanos, boolean probe) {
        if (ejection.eject(nowNanos, probe)) {
            listener.ejected(this);
        }
    }

    /** The first bytes of an answer came from it, at {@code nowNanos}. */
    public void responded(long nowNanos) {
        lastResponseNanos = nowNanos;
    }

    /** How long ago an answer last began to come from it; from its first meeting, if none has. */
    public long silentForNanos(long nowNanos) {
        return nowNanos - lastResponseNanos;
    }

    /** One call's hold on this upstream; ending it a second time does nothing. */
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

        /** A connection was made: whatever becomes of the call, the replica is there. */
        public void reached() {
            if (reached && !ejection.ejected()) {
                return;
            }
            reached = true;
            if (ejection.readmit()) {
                queue.wakeAll();
            }
        }

        /** The replica gave a whole answer. */
        public void succeeded() {
            if (end()) {
                succeeded.increment();
            }
        }

        /** The replica broke off or was too slow. */
        public void failed() {
            if (end()) {
                failed.increment();
            }
        }

        /** No connection could be made, or the one in use leads nowhere any more; at {@code nowNanos} of the table's clock. */
        public void unreachable(long nowNanos) {
            failed();
            Upstream.this.unreachable(nowNanos, probe);
        }

        /** The call ended for a reason that says nothing about the replica. */
        public void ignored() {
            end();
        }

        private boolean end() {
            boolean first = open.compareAndSet(true, false);
            if (first) {
                inFlight.decrementAndGet();
                if (probe) {
                    ejection.probeEnded();
                }
                if (policy.maxInFlight().isPresent()) {
                    queue.wakeFirst();
                }
            }
            return first;
        }
    }
}
