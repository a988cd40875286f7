package faas.runtime.server;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The slots for calls, and the calls and probes that are open.
 *
 * <p>A call occupies a slot while the function runs. A call or probe is open until its response has been sent. The two
 * differ because a slow reader must neither keep the next client out nor be cut off when the process stops. A call is
 * abandoned if the function still runs after its client has got a response or has disconnected.
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

    /** Whether so many slots are lost to abandoned calls that a new process would be better. */
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

    /** Waits until nothing is open. Returns false at the timeout. */
    boolean awaitNone(Duration atMost) throws InterruptedException {
        if (!closed.tryAcquire(Integer.MAX_VALUE, atMost.toNanos(), TimeUnit.NANOSECONDS)) {
            return false;
        }
        closed.release(Integer.MAX_VALUE);
        return true;
    }
}
