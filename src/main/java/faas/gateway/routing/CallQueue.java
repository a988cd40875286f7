package faas.gateway.routing;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The calls of one function that wait for a task, first in, first out. Thread-safe.
 *
 * <p>A call that is woken has left the queue. It tries to get a task, and returns to its position if it got none.
 */
public final class CallQueue {
    /** A call that waits. */
    public interface Waiter {
        /** A task may be available; called on any thread, and must return at once. */
        void wake();
    }

    /** A call's position in the queue, which it keeps when it leaves and returns; used by one thread at a time. */
    public final class Position {
        private final long number;
        private final long sinceNanos;
        private boolean admitted;

        private Position(long number, long sinceNanos) {
            this.number = number;
            this.sinceNanos = sinceNanos;
        }

        /** Leaves the queue; false if the call is not in it, because it was woken. */
        public boolean leave() {
            boolean left = waiting.remove(number) != null;
            if (left) {
                size.decrementAndGet();
            }
            return left;
        }

        /** Whether no call in the queue has an earlier position. */
        public boolean isFirst() {
            Map.@Nullable Entry<Long, Waiting> first = waiting.firstEntry();
            return first == null || first.getKey() >= number;
        }
    }

    private record Waiting(Waiter waiter, long sinceNanos) {}

    private final int capacity;
    private final LongSupplier nanoTime;
    private final ConcurrentSkipListMap<Long, Waiting> waiting = new ConcurrentSkipListMap<>();
    private final AtomicLong nextNumber = new AtomicLong();
    private final AtomicInteger size = new AtomicInteger();
    private final AtomicLong signals = new AtomicLong();

    /**
     * @param capacity the most calls that may wait at a time
     * @param nanoTime a monotonic clock in nanoseconds
     */
    CallQueue(int capacity, LongSupplier nanoTime) {
        this.capacity = capacity;
        this.nanoTime = nanoTime;
    }

    /** The position of a call that queues for the first time: the last one. */
    public Position newPosition() {
        return new Position(nextNumber.getAndIncrement(), nanoTime.getAsLong());
    }

    /** The number of signals so far, even if no call waited for them; to be read before an attempt to get a task. */
    public long signals() {
        return signals.get();
    }

    /**
     * Enters the queue after an attempt without success. A call that was in the queue before is accepted even if it is
     * full.
     *
     * @param signalsBefore {@link #signals()} before that attempt; if it has changed since, the first call is woken
     * @return false if the queue is full
     */
    public boolean enqueue(Position position, Waiter waiter, long signalsBefore) {
        if (size.incrementAndGet() > capacity && !position.admitted) {
            size.decrementAndGet();
            return false;
        }
        position.admitted = true;
        if (waiting.put(position.number, new Waiting(waiter, position.sinceNanos)) != null) {
            size.decrementAndGet();
        }
        if (signals.get() != signalsBefore) {
            poll();
        }
        return true;
    }

    /** The number of calls that wait. */
    public int size() {
        return size.get();
    }

    /** How long the first call has waited; empty if none waits. */
    Optional<Duration> oldest() {
        Map.@Nullable Entry<Long, Waiting> first = waiting.firstEntry();
        return first == null
                ? Optional.empty()
                : Optional.of(
                        Duration.ofNanos(nanoTime.getAsLong() - first.getValue().sinceNanos()));
    }

    /** Wakes the first call. */
    public void wakeFirst() {
        signals.incrementAndGet();
        poll();
    }

    /** Wakes all calls, in order. */
    public void wakeAll() {
        signals.incrementAndGet();
        for (int i = size.get(); i > 0; i--) {
            poll();
        }
    }

    private void poll() {
        Map.@Nullable Entry<Long, Waiting> first = size.get() == 0 ? null : waiting.pollFirstEntry();
        if (first != null) {
            size.decrementAndGet();
            first.getValue().waiter().wake();
        }
    }
}
