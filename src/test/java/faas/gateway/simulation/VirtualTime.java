package faas.gateway.simulation;

import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;

/** Time that goes on at once from one planned event to the next; what is due at the same time happens as it was planned. */
final class VirtualTime {
    private static final long START_NANOS = TimeUnit.DAYS.toNanos(1);

    /** How late a lane may notice that a deadline has passed. */
    private static final long SWEEP_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final PriorityQueue<Event> events =
            new PriorityQueue<>(Comparator.comparingLong(Event::atNanos).thenComparingLong(Event::number));
    private long nowNanos = START_NANOS;
    private long planned;

    long nowNanos() {
        return nowNanos;
    }

    /** Plans something for a time since the beginning. */
    void at(Duration sinceStart, Runnable what) {
        plan(START_NANOS + sinceStart.toNanos(), what);
    }

    /** Plans something for a time from now. */
    void after(long nanos, Runnable what) {
        plan(nowNanos + nanos, what);
    }

    /** Plans what follows from a deadline, for the sweep that notices it. */
    void noticed(long deadlineNanos, Runnable what) {
        plan((deadlineNanos / SWEEP_NANOS + 1) * SWEEP_NANOS, what);
    }

    private void plan(long atNanos, Runnable what) {
        events.add(new Event(atNanos, planned++, what));
    }

    /** Lets everything happen that was planned, and what follows from it. */
    void run() {
        for (Event next = events.poll(); next != null; next = events.poll()) {
            nowNanos = next.atNanos();
            next.what().run();
        }
    }

    private record Event(long atNanos, long number, Runnable what) {}
}
