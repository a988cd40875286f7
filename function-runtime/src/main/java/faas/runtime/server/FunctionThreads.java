package faas.runtime.server;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;

/** The threads that functions are called on. */
interface FunctionThreads {

    /** Adds a call. It may wait until {@link #wake}. Returns false after a stop. */
    boolean add(Runnable call);

    /**
     * Wakes threads for the calls that were added since the last time.
     *
     * @param stalledOnly whether threads are needed only if nothing has moved for a while
     * @return whether calls still wait, so that this must be called again soon
     */
    boolean wake(boolean stalledOnly);

    /** Interrupts all calls and ends the threads. */
    void stop();

    /** A virtual thread for each call. */
    static FunctionThreads virtual() {
        ExecutorService executor = Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("function-", 1).factory());
        return new FunctionThreads() {
            @Override
            public boolean add(Runnable call) {
                try {
                    executor.execute(call);
                    return true;
                } catch (RejectedExecutionException stopped) {
                    return false;
                }
            }

            @Override
            public boolean wake(boolean stalledOnly) {
                return false;
            }

            @Override
            public void stop() {
                executor.shutdownNow();
            }
        };
    }
}
