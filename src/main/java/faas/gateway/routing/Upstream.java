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
 * ends exactly once and with one of four verdicts: the replica worked, it failed, it could not be reached, or there is
 * nothing to be learnt because the caller hung up. Thread-safe.
 */
public final class Upstream {
    private final Endpoint endpoint;
    private final UpstreamListener listener;
    private final long metNanos;
    private final AtomicInteger inFlight = new AtomicInteger();
    private final LongAdder worked = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final Ejection ejection = new Ejection();
    private volatile FunctionPolicy policy = FunctionPolicy.DEFAULT;
    private volatile boolean reached;
    private volatile boolean retired;

    /** @param metNanos the time of its first meeting, on the table's clock */
    Upstream(Endpoint endpoint, UpstreamListener listener, long metNanos) {
        this.endpoint = endpoint;
        this.listener = listener;
        this.metNanos = metNanos;
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
    public long worked() {
        return worked.sum();
    }

    /** Leases that ended without a whole answer through the replica's fault. */
    public long failed() {
        return failed.sum();
    }

    /** Whether it is left out because no connection to it could be made. */
    public boolean ejected() {
        return ejection.ejected();
    }

    /** Whether it gets no further call: the task has left the Swarm's list, or was told to stop and others are able. */
    public boolean retired() {
        return retired;
    }

    void retire(boolean now) {
        boolean before = retired;
        retired = now;
        if (now && !before) {
            listener.retired(this);
        }
    }

    /** How long it has not been in order, as far as connections tell. */
    long troubledForNanos(long nowNanos) {
        if (!reached) {
            return nowNanos - metNanos;
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
    Lease lease(WaitingRoom room, long nowNanos) {
        if (isFull() || !ejection.admits(nowNanos)) {
            return null;
        }
        Lease lease = leaseAnyway(room);
        if (lease == null) {
            ejection.probeOver();
        }
        return lease;
    }

    /** The same, ejected or not. */
    @Nullable
    Lease leaseAnyway(WaitingRoom room) {
        int limit = limit();
        for (int now = inFlight.get(); now < limit; now = inFlight.get()) {
            if (inFlight.compareAndSet(now, now + 1)) {
                return new Lease(room);
            }
        }
        return null;
    }

    /** One call's hold on this upstream; ending it a second time does nothing. */
    public final class Lease {
        private final WaitingRoom room;
        private final AtomicBoolean open = new AtomicBoolean(true);

        private Lease(WaitingRoom room) {
            this.room = room;
        }

        public Upstream upstream() {
            return Upstream.this;
        }

        /** A connection was made: whatever becomes of the call, the replica is there. */
        public void reached() {
            if (!reached) {
                reached = true;
            }
            if (ejection.readmit()) {
                room.wakeAll();
            }
        }

        /** The replica gave a whole answer. */
        public void worked() {
            if (end()) {
                worked.increment();
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
            if (ejection.eject(nowNanos)) {
                listener.ejected(Upstream.this);
            }
            failed();
        }

        /** The call ended for a reason that says nothing about the replica. */
        public void ignored() {
            end();
        }

        private boolean end() {
            boolean first = open.compareAndSet(true, false);
            if (first) {
                inFlight.decrementAndGet();
                if (ejection.ejected()) {
                    ejection.probeOver();
                }
                if (policy.maxInFlight().isPresent()) {
                    room.wakeFirst();
                }
            }
            return first;
        }
    }
}
