package faas.runtime.server;

import faas.runtime.log.Log;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.xnio.XnioIoThread;

/**
 * What one IO thread does once after handling the events of a poll: it wakes threads for the new calls, sends the
 * responses of those that have returned, and writes the log.
 *
 * <p>Doing each of these for every call would cost more than the call.
 */
final class IoTurn implements Runnable {

    /** The longest time that a call waits behind one that was expected to be short. */
    private static final int WATCH_MILLIS = 1;

    private final XnioIoThread thread;
    private final FunctionThreads threads;
    private final Log log;
    private final Queue<Runnable> responses = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean requested = new AtomicBoolean();

    /** Used by the IO thread only. */
    private boolean isWatching;

    IoTurn(XnioIoThread thread, FunctionThreads threads, Log log) {
        this.thread = thread;
        this.threads = threads;
        this.log = log;
    }

    /** Adds a call. Returns false after a stop. Only on the IO thread. */
    boolean call(Runnable call) {
        boolean added = threads.add(call);
        request();
        return added;
    }

    /** Sends a response on the IO thread. Thread-safe. */
    void respond(Runnable response) {
        if (Thread.currentThread() == thread) {
            response.run();
            return;
        }
        responses.add(response);
        request();
    }

    /** Writes the log soon. Thread-safe. */
    void request() {
        if (requested.get() || !requested.compareAndSet(false, true)) {
            return;
        }
        try {
            thread.execute(this);
        } catch (RejectedExecutionException stopped) {
            // All connections are closed.
        }
    }

    @Override
    public void run() {
        requested.set(false);
        watch(threads.wake(false));
        try {
            for (Runnable response = responses.poll(); response != null; response = responses.poll()) {
                response.run();
            }
        } finally {
            log.flush();
            if (!responses.isEmpty()) {
                request();
            }
        }
    }

    private void watch(boolean callsWait) {
        if (callsWait && !isWatching) {
            isWatching = true;
            thread.executeAfter(this::checkProgress, WATCH_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private void checkProgress() {
        isWatching = false;
        watch(threads.wake(true));
    }
}
