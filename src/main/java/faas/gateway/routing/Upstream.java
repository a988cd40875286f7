package faas.gateway.routing;

import faas.gateway.function.Endpoint;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/**
 * The live side of one {@link Endpoint}: what the gateway itself has learnt of a replica by calling it.
 *
 * <p>An endpoint is a value that every reading makes anew; an upstream is one object for as long as Swarm keeps the task,
 * so that what was counted survives each new snapshot. Identity therefore matters: pools of connections and, later, verdicts
 * about health hang on the object, never on its address, which Swarm hands to the next task at once.
 *
 * <p>A call holds a {@link Lease} on the upstream it was sent to, from the choice to the last byte of the answer. The lease
 * ends exactly once and with one of three verdicts: the replica worked, it failed, or there is nothing to be learnt
 * because the caller hung up. Thread-safe.
 */
public final class Upstream {
    private final Endpoint endpoint;
    private final AtomicInteger inFlight = new AtomicInteger();
    private final LongAdder worked = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private volatile boolean retired;

    Upstream(Endpoint endpoint) {
        this.endpoint = endpoint;
    }

    public Endpoint endpoint() {
        return endpoint;
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

    /** Whether the task has left the Swarm's list: calls in flight finish, nothing is kept open for more. */
    public boolean retired() {
        return retired;
    }

    void retire() {
        retired = true;
    }

    /** Reserves a place for one call; the caller must end the lease. */
    public Lease lease() {
        inFlight.incrementAndGet();
        return new Lease();
    }

    /** One call's hold on this upstream; ending it a second time does nothing. */
    public final class Lease {
        private final AtomicBoolean open = new AtomicBoolean(true);

        private Lease() {}

        public Upstream upstream() {
            return Upstream.this;
        }

        /** The replica gave a whole answer. */
        public void worked() {
            if (end()) {
                worked.increment();
            }
        }

        /** The replica could not be reached, broke off or was too slow. */
        public void failed() {
            if (end()) {
                failed.increment();
            }
        }

        /** The call ended for a reason that says nothing about the replica. */
        public void ignored() {
            end();
        }

        private boolean end() {
            boolean first = open.compareAndSet(true, false);
            if (first) {
                inFlight.decrementAndGet();
            }
            return first;
        }
    }
}
