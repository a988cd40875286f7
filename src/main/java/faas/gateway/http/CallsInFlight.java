package faas.gateway.http;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** The calls under way: each holds a place, and a shutdown waits until it can have all of them. Thread-safe. */
final class CallsInFlight {
    /** More than the memory of any machine holds. */
    private static final int PLACES = Integer.MAX_VALUE;

    private final Semaphore places = new Semaphore(PLACES);
    private volatile boolean leaving;
    private volatile boolean closed;

    /** Whether the gateway is about to stop, so that each answer is to be the last on its connection. */
    boolean leaving() {
        return leaving;
    }

    void leave() {
        leaving = true;
    }

    /** Whether no further calls are to be taken. */
    boolean closed() {
        return closed;
    }

    void close() {
        closed = true;
    }

    void began() {
        places.acquireUninterruptibly();
    }

    void ended() {
        places.release();
    }

    /** True if no call was under way any more before the time was over; none may begin after that. */
    boolean awaitNone(Duration limit) throws InterruptedException {
        return places.tryAcquire(PLACES, limit.toNanos(), TimeUnit.NANOSECONDS);
    }
}
