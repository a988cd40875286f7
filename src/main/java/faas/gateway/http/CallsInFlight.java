package faas.gateway.http;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Counts the calls in flight, so that a shutdown can wait for them. Counting does not block. Thread-safe. */
final class CallsInFlight {
    private final AtomicInteger calls = new AtomicInteger();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition noCalls = lock.newCondition();
    private volatile boolean keepAliveDisabled;
    private volatile boolean closed;

    /** Whether each response closes its connection, because the gateway is about to stop. */
    boolean keepAliveDisabled() {
        return keepAliveDisabled;
    }

    void disableKeepAlive() {
        keepAliveDisabled = true;
    }

    /** Whether further calls are refused. */
    boolean closed() {
        return closed;
    }

    void close() {
        closed = true;
    }

    void callStarted() {
        calls.incrementAndGet();
    }

    void callEnded() {
        if (calls.decrementAndGet() == 0 && closed) {
            lock.lock();
            try {
                noCalls.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

    /** Waits until no call is in flight. Returns false if that did not happen within the limit. */
    boolean awaitNone(Duration limit) throws InterruptedException {
        lock.lock();
        try {
            for (long left = limit.toNanos(); calls.get() > 0; left = noCalls.awaitNanos(left)) {
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
