package faas.runtime.server;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What is under way: how many calls may run at once, which they are, and whether anything is left.
 *
 * <p>A call takes a slot while the function runs; it is open, as a probe is, until its response has gone out. The two differ
 * because a slow reader must not keep the next client out, and must not be cut off when the process ends. A call is
 * abandoned when its client has a response, or is gone, and the function still runs.
 */
final class InFlight {

    private final int mostAtOnce;
    private final BodyMemory memory;
    private final Semaphore slots;
    private final Semaphore closed = new Semaphore(Integer.MAX_VALUE);
    private final Set<RunningCall> running = ConcurrentHashMap.newKeySet();
    private final AtomicInteger abandoned = new AtomicInteger();

    InFlight(int mostAtOnce, BodyMemory memory) {
        this.mostAtOnce = mostAtOnce;
        this.memory = memory;
        this.slots = new Semaphore(mostAtOnce);
    }

    BodyMemory memory() {
        return memory;
    }

    boolean acquireSlot() {
        return slots.tryAcquire();
    }

    void releaseSlot() {
        slots.release();
    }

    int slots() {
        return mostAtOnce;
    }

    boolean isSaturated() {
        return slots.availablePermits() == 0;
    }

    int taken() {
        return mostAtOnce - slots.availablePermits();
    }

    Set<RunningCall> running() {
        return running;
    }

    void abandon() {
        abandoned.incrementAndGet();
    }

    void abandonedEnded() {
        abandoned.decrementAndGet();
    }

    int abandoned() {
        return abandoned.get();
    }

    /** So much of it is lost to calls that nobody waits for that a new process would do better. */
    boolean isUnhealthy() {
        int lost = abandoned.get();
        return lost > 0 && lost * 2 >= mostAtOnce;
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
