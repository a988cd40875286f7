package faas.runtime.server;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * What is under way: how many calls may run at once, and whether anything is left.
 *
 * <p>A call takes a slot while the function runs; it is open, as a probe is, until its answer has gone out. The two differ
 * because a slow reader must not keep the next caller out, and must not be cut off when the process ends.
 */
final class InFlight {

    private final int mostAtOnce;
    private final Semaphore slots;
    private final Semaphore closed = new Semaphore(Integer.MAX_VALUE);

    InFlight(int mostAtOnce) {
        this.mostAtOnce = mostAtOnce;
        this.slots = new Semaphore(mostAtOnce);
    }

    boolean takeSlot() {
        return slots.tryAcquire();
    }

    void freeSlot() {
        slots.release();
    }

    int slots() {
        return mostAtOnce;
    }

    void opened() {
        closed.acquireUninterruptibly();
    }

    void closed() {
        closed.release();
    }

    int open() {
        return Integer.MAX_VALUE - closed.availablePermits();
    }

    /** Waits until nothing is open, and says whether it came to that. */
    boolean awaitNone(Duration atMost) throws InterruptedException {
        if (!closed.tryAcquire(Integer.MAX_VALUE, atMost.toNanos(), TimeUnit.NANOSECONDS)) {
            return false;
        }
        closed.release(Integer.MAX_VALUE);
        return true;
    }
}
