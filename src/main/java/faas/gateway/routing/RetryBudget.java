package faas.gateway.routing;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Limits the retries of one function to a share of its recent calls, so that retries cannot multiply an overload: if
 * every task were down, two retries per call would triple the load. Thread-safe.
 *
 * <p>The window is the current second and the {@value #SECONDS} seconds before it.
 */
public final class RetryBudget {
    /** Long enough that the calls in flight on one failed task are compared with many calls. */
    private static final int SECONDS = 10;

    /** A fifth of the calls: more than one task in five may fail at once before a retry is refused. */
    private static final int CALLS_PER_RETRY = 5;

    /** Allowed in any case, for functions that are called rarely; so few retries are no load. */
    private static final int RETRIES_PER_SECOND = 10;

    private static final int COUNT_BITS = 32;
    private static final long COUNT_MASK = (1L << COUNT_BITS) - 1;

    private final AtomicLongArray calls = new AtomicLongArray(SECONDS + 1);
    private final AtomicLongArray retries = new AtomicLongArray(SECONDS + 1);
    private final long startNanos;

    /** @param nowNanos the current time, on the clock of all later calls */
    RetryBudget(long nowNanos) {
        startNanos = nowNanos;
    }

    /** Counts a new call. */
    public void recordCall(long nowNanos) {
        increment(calls, second(nowNanos));
    }

    /** Whether one more retry is allowed; if so, it is counted. */
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

    /** Each slot holds the number of a second in its upper half, and the count of that second in its lower half. */
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
