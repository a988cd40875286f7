package faas.gateway.routing;

import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The calls that wait for a task of one function, first come, first served. Thread-safe.
 *
 * <p>Who is woken has left the queue, tries to get a task, and comes back to its old place if it got none.
 */
public final class CallQueue {
    /** One who waits. */
    public interface Waiter {
        /** It is worth another try; called on any thread, and must return at once. */
        void wake();
    }

    /** A place in the row, kept through any number of visits; used by one thread at a time. */
    public final class Position {
        private final long number;
        private boolean admitted;

        private Position(long number) {
            this.number = number;
        }

        /** Leaves the queue; false if woken already. */
        public boolean leave() {
            boolean left = waiting.remove(number) != null;
            if (left) {
                size.decrementAndGet();
            }
            return left;
        }

        /** Whether nobody who waits has an older one. */
        public boolean isFirst() {
            Map.@Nullable Entry<Long, Waiter> first = waiting.firstEntry();
            return first == null || first.getKey() >= number;
        }
    }

    private final int capacity;
    private final ConcurrentSkipListMap<Long, Waiter> waiting = new ConcurrentSkipListMap<>();
    private final AtomicLong nextNumber = new AtomicLong();
    private final AtomicInteger size = new AtomicInteger();
    private final AtomicLong signals = new AtomicLong();

    /** @param capacity how many may wait at a time */
    CallQueue(int capacity) {
        this.capacity = capacity;
    }

    /** A position for someone who comes for the first time. */
    public Position newPosition() {
        return new Position(nextNumber.getAndIncrement());
    }

    /** How often the queue was told that a try is worth it; to be read before a try. */
    public long signals() {
        return signals.get();
    }

    /**
     * Begins to wait after a try in vain, or goes on waiting: who was in the queue before is let in whatever its size.
     *
     * @param signalsBefore {@link #signals()} before that try; if there were more since, the first of the row is woken
     * @return false if every place is taken
     */
    public boolean enqueue(Position position, Waiter waiter, long signalsBefore) {
        if (size.incrementAndGet() > capacity && !position.admitted) {
            size.decrementAndGet();
            return false;
        }
        position.admitted = true;
        if (waiting.put(position.number, waiter) != null) {
            size.decrementAndGet();
        }
        if (signals.get() != signalsBefore) {
            poll();
        }
        return true;
    }

    /** How many wait right now. */
    public int size() {
        return size.get();
    }

    /** Lets the first of the row try. */
    public void wakeFirst() {
        signals.incrementAndGet();
        poll();
    }

    /** Lets everyone try, in the order of the row. */
    public void wakeAll() {
        signals.incrementAndGet();
        for (int i = size.get(); i > 0; i--) {
            poll();
        }
    }

    private void poll() {
        Map.@Nullable Entry<Long, Waiter> first = size.get() == 0 ? null : waiting.pollFirstEntry();
        if (first != null) {
            size.decrementAndGet();
            first.getValue().wake();
        }
    }
}
