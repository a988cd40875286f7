package faas.gateway.access.check;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The threads for checks, which end when they are idle. Thread-safe. */
public final class CheckThreads implements SharedChecks.Runner, AutoCloseable {
    private static final int MAX_THREADS = 4;

    private static final long IDLE_SECONDS = 30;

    private final ThreadPoolExecutor threads;

    CheckThreads(int number, int maxWaiting) {
        this.threads = new ThreadPoolExecutor(
                number,
                number,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(maxWaiting),
                Thread.ofPlatform().daemon().name("credential-check-", 0).factory());
        threads.allowCoreThreadTimeOut(true);
    }

    /**
     * Threads that leave at least half of the processors to calls, if there are several.
     *
     * @param maxWaiting checks that may wait; beyond it none begins
     */
    public static CheckThreads of(int processors, int maxWaiting) {
        return new CheckThreads(Math.clamp(processors / 2, 1, MAX_THREADS), maxWaiting);
    }

    @Override
    public boolean run(Runnable check) {
        try {
            threads.execute(check);
            return true;
        } catch (RejectedExecutionException e) {
            return false;
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
