package faas.gateway.discovery;

import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * What was heard of the Swarm since it was last asked for: any number of hints, kept as one. Thread-safe.
 *
 * <p>A hint never says what to do; it only brings the next reading forward.
 */
final class Hints {
    /** What a hint is about. */
    enum About {
        /** Services, tasks or nodes. */
        SWARM,
        /** Networks as well, so that the gateway's own may have changed. */
        NETWORKS
    }

    /**
     * All hints of a time, together.
     *
     * @param firstNanos when the first of them came
     * @param networks whether any was about networks
     */
    record Heard(long firstNanos, boolean networks) {}

    private final LongSupplier clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition raised = lock.newCondition();
    private Optional<Heard> heard = Optional.empty();

    Hints(LongSupplier clock) {
        this.clock = clock;
    }

    void raise(About about) {
        boolean networks = about == About.NETWORKS;
        lock.lock();
        try {
            heard = Optional.of(heard.map(h -> new Heard(h.firstNanos(), h.networks() || networks))
                    .orElseGet(() -> new Heard(clock.getAsLong(), networks)));
            raised.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Takes what was heard, waiting for it if nothing was yet; empty once that time has passed. */
    Optional<Heard> take(long withinNanos) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            for (long left = withinNanos; heard.isEmpty() && left > 0; ) {
                left = raised.awaitNanos(left);
            }
            Optional<Heard> taken = heard;
            heard = Optional.empty();
            return taken;
        } finally {
            lock.unlock();
        }
    }
}
