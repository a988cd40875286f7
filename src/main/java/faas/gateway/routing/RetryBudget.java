package faas.gateway.routing;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * How many further tries the calls of one function may make, as a share of its recent calls, so that tries cannot multiply
 * a storm: were every task down, two retries a call would treble it. Thread-safe.
 *
 * <p>It counts by the second and looks back over the last ones that are whole, and the one under way.
 */
public final class RetryBudget {
    /** Long enough that one task's failure, which costs the calls in flight on it, is set against many calls. */
    private static final int SECONDS = 10;

    /** A fifth of the calls: more than one task in five may fail at once before a try is refused. */
    private static final int CALLS_PER_RETRY = 5;

    /** For functions that are called rarely; the load of so many tries hurts nobody. */
    private static final int RETRIES_PER_SECOND = 10;

    private static final int COUNT_BITS = 32;
    private static final long COUNT_MASK = (1L << COUNT_BITS) - 1;

    private final AtomicLongArray calls = new AtomicLongArray(SECONDS + 1);
    private final AtomicLongArray retries = new AtomicLongArray(SECONDS + 1);
    private final long startNanos;

    /** @param nowNanos the time, on the clock by which all else is told */
    RetryBudget(long nowNanos) {
        startNanos = nowNanos;
    }

    /** A call begins. */
    public void recordCall(long nowNanos) {
        increment(calls, second(nowNanos));
    }

    /** Whether one further try may be made; it counts as made then. */
    public boolean tryRetry(long nowNanos) {
        long second = second(nowNanos);
        long limit = sum(calls, second) / CALLS_PER_RETRY + RETRIES_PER_SECOND * SECONDS;
        if (sum(retries, second) >= limit) {
            return false;
        }
        increment(retries, second);
        return true;
    }

    private long second(long nowNanos) {
        return TimeUnit.NANOSECONDS.toSeconds(nowNanos - startNanos) & COUNT_MASK;
    }

    /** Each slot holds a second in its upper half, and what was counted in it in the lower. */
    private static void increment(AtomicLongArray counts, long second) {
        int slot = slot(second);
        long known = counts.get(slot);
        while (!counts.compareAndSet(
                slot, known, known >>> COUNT_BITS == second ? known + 1 : second << COUNT_BITS | 1)) {
            known = counts.get(slot);
        }
    }

    private static long sum(AtomicLongArray counts, long second) {
        long sum = 0;
        for (int i = 0; i < counts.length(); i++) {
            long known = counts.get(i);
            if (second - (known >>> COUNT_BITS) <= SECONDS) {
                sum += known & COUNT_MASK;
            }
        }
        return sum;
    }

    private static int slot(long second) {
        return (int) (second % (SECONDS + 1));
    }
}
