package faas.gateway.discovery.schedule;

import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * Hints since the last ones were taken, merged into one batch. Thread-safe.
 *
 * <p>A hint carries no state; it only advances the next reading and says what to read.
 */
public final class Hints {
    /** A suspicion of the same service within this time is ignored, at the cost of a map look-up. */
    private static final long MIN_SUSPICION_INTERVAL_NANOS =
            Duration.ofMillis(100).toNanos();

    /** Services whose last suspicion is remembered; beyond this number all are forgotten. */
    private static final int MAX_SUSPICIONS = 10_000;

    /**
     * Hints that were taken together.
     *
     * @param firstNanos when the first of them was added
     * @param scope what they are about
     * @param ownNetworks whether the gateway's own networks may have changed
     * @param suspects services with a task that could not be reached
     */
    public record Batch(long firstNanos, Scope scope, boolean ownNetworks, Set<String> suspects) {
        public Batch {
            suspects = Set.copyOf(suspects);
        }
    }

    private final LongSupplier clock;
    private final Map<String, Long> suspectedNanos = new ConcurrentHashMap<>();

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition added = lock.newCondition();
    private boolean any;
    private long firstNanos;
    private Scope scope = Scope.NOTHING;
    private boolean ownNetworks;
    private final Set<String> suspects = new HashSet<>();

    public Hints(LongSupplier clock) {
        this.clock = clock;
    }

    /** Something happened to these services, or to everything. */
    public void add(Scope about) {
        add(() -> scope = scope.plus(about));
    }

    /** Something happened to the gateway's own container. */
    public void addOwnNetworks() {
        add(() -> {
            scope = Scope.EVERYTHING;
            ownNetworks = true;
        });
    }

    /** A task of this service could not be reached; may be called any number of times a second. */
    public void suspect(String serviceId) {
        long nowNanos = clock.getAsLong();
        Long before = suspectedNanos.get(serviceId);
        if (before != null && nowNanos - before < MIN_SUSPICION_INTERVAL_NANOS) {
            return;
        }
        if (suspectedNanos.size() >= MAX_SUSPICIONS) {
            suspectedNanos.clear();
        }
        suspectedNanos.put(serviceId, nowNanos);
        add(() -> suspects.add(serviceId));
    }

    private void add(Runnable change) {
        lock.lock();
        try {
            if (!any) {
                any = true;
                firstNanos = clock.getAsLong();
            }
            change.run();
            added.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Takes the hints, waiting for the first one up to this time; empty if none was added. */
    public Optional<Batch> take(long withinNanos) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            for (long left = withinNanos; !any && left > 0; ) {
                left = added.awaitNanos(left);
            }
            if (!any) {
                return Optional.empty();
            }
            Batch batch = new Batch(firstNanos, scope, ownNetworks, suspects);
            any = false;
            scope = Scope.NOTHING;
            ownNetworks = false;
            suspects.clear();
            return Optional.of(batch);
        } finally {
            lock.unlock();
        }
    }
}
