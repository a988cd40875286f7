package faas.gateway.admin.ui;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Whether someone looks at the page. Thread-safe. */
final class Watchers {
    /** How long the rates are still measured after the last one has left, who may come back. */
    private static final long LINGER_NANOS = TimeUnit.SECONDS.toNanos(30);

    private final LongSupplier nanoTime;
    private int open;
    private long lastNanos;
    private boolean ever;

    Watchers(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** A stream begins. */
    synchronized void begin() {
        open++;
        looked();
    }

    /** A stream has ended. */
    synchronized void end() {
        open--;
        looked();
    }

    /** Someone has asked for the data once. */
    synchronized void looked() {
        lastNanos = nanoTime.getAsLong();
        ever = true;
    }

    synchronized boolean any() {
        return open > 0 || (ever && nanoTime.getAsLong() - lastNanos < LINGER_NANOS);
    }
}
