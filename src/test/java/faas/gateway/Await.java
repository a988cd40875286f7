package faas.gateway;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Waits for something that happens on another thread or in another process. */
public final class Await {
    private Await() {}

    /** The first value that fits. If none does in time, fails with what was awaited and the last value. */
    public static <T> T until(String what, Duration limit, Supplier<T> value, Predicate<T> fits) {
        long end = System.nanoTime() + limit.toNanos();
        while (true) {
            T now = value.get();
            if (fits.test(now)) {
                return now;
            }
            if (System.nanoTime() - end > 0) {
                throw new AssertionError("waited " + limit + " for " + what + "; last value: " + now);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
    }
}
