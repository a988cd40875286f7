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
 * What was heard of the Swarm since it was last asked for: any number of hints, kept as one. Thread-safe.
 *
 * <p>A hint never says what is so; it only brings the next reading forward and says what is to be read.
 */
public final class Hints {
    /** A suspicion of a service so soon after another of it tells nothing new, and costs a look into a map. */
    private static final long MIN_SUSPICION_INTERVAL_NANOS = Duration.ofMillis(100).toNanos();

    /** Services whose last suspicion is remembered; beyond them all are forgotten, and each may be suspected anew. */
    private static final int MAX_SUSPICIONS = 10_000;

    /**
     * All hints of a time, together.
     *
     * @param firstNanos when the first of them came
     * @param scope what they were about
     * @param ownNetworks whether the gateway's own networks may have changed
     * @param suspects services whose tasks could not be reached, though nothing was heard of them
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

    /** A task of this service could not be reached; may be told any number of times a second. */
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

    /** Takes what was heard, waiting for it if nothing was yet; empty once that time has passed. */
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
