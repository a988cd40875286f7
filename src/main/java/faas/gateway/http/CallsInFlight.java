package faas.gateway.http;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Counts the calls under way, so that a shutdown can wait for them. Counting never waits. Thread-safe. */
final class CallsInFlight {
    private final AtomicInteger calls = new AtomicInteger();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition noneLeft = lock.newCondition();
    private volatile boolean leaving;
    private volatile boolean closed;

    /** Whether the gateway is about to stop, so that each response is to be the last on its connection. */
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
        calls.incrementAndGet();
    }

    void ended() {
        if (calls.decrementAndGet() == 0 && closed) {
            lock.lock();
            try {
                noneLeft.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

    /** True if at some moment before the time was over no call was under way. */
    boolean awaitNone(Duration limit) throws InterruptedException {
        lock.lock();
        try {
            for (long left = limit.toNanos(); calls.get() > 0; left = noneLeft.awaitNanos(left)) {
                if (left <= 0) {
                    return false;
                }
            }
            return true;
        } finally {
            lock.unlock();
        }
    }
}
