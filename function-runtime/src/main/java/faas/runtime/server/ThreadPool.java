package faas.runtime.server;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Platform threads, at most as many as slots, started on demand. The slots bound the queue.
 *
 * <p>To wake a thread takes longer than a short function. So if calls were short recently, a few threads take one call
 * after the other. If none of them takes a call for a while, every waiting call gets a thread.
 */
final class ThreadPool implements FunctionThreads {

    private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(60);

    /** Calls that take longer on average get a thread each at once. */
    private static final long SHORT_NANOS = 50_000;

    /** The threads are blocked if none of them has taken a call for so long. */
    private static final long STALLED_NANOS = 500_000;

    /** The weight of one call in the average is one in so many. */
    private static final int AVERAGED_CALLS = 8;

    private final int most;

    /** The number of threads for short calls. The other processors read requests and write responses. */
    private final int enough = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);

    private final ThreadFactory factory =
            Thread.ofPlatform().name("function-", 1).factory();
    private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicLong averageNanos = new AtomicLong(SHORT_NANOS);

    /** When a thread last took a call or was woken. */
    private final AtomicLong lastTakenNanos = new AtomicLong(System.nanoTime());

    /** Guarded by this, like the one below; the last that became idle is the first to be woken. */
    private final Deque<Worker> idle = new ArrayDeque<>();

    private final Set<Worker> workers = new HashSet<>();

    /** Threads that are not idle. Written under the lock. */
    private volatile int busy;

    private volatile boolean stopped;

    ThreadPool(int most) {
        this.most = most;
    }

    @Override
    public boolean add(Runnable call) {
        return !stopped && waiting.add(call);
    }

    @Override
    public boolean wake(boolean stalledOnly) {
        if (waiting.isEmpty()) {
            return false;
        }
        long now = System.nanoTime();
        boolean moving = now - lastTakenNanos.get() < STALLED_NANOS;
        if (stalledOnly) {
            if (!moving) {
                wake(waiting.size(), now);
            }
        } else if (averageNanos.get() >= SHORT_NANOS) {
            wake(waiting.size(), now);
        } else if (!moving || busy < enough) {
            wake(1, now);
        }
        return !waiting.isEmpty();
    }

    @Override
    public synchronized void stop() {
        stopped = true;
        for (Worker worker : workers) {
            worker.thread.interrupt();
        }
    }

    private synchronized void wake(int count, long now) {
        lastTakenNanos.set(now);
        for (int i = 0; i < count && !stopped; i++) {
            Worker next = idle.pollFirst();
            if (next != null) {
                next.wake();
            } else if (workers.size() < most) {
                var worker = new Worker();
                workers.add(worker);
                worker.thread.start();
            } else {
                break;
            }
        }
        busy = workers.size() - idle.size();
    }

    private synchronized void becomeIdle(Worker worker) {
        worker.woken = false;
        idle.addFirst(worker);
        busy = workers.size() - idle.size();
    }

    /** Returns whether the thread was idle until now. Otherwise it has been woken. */
    private synchronized boolean noLongerIdle(Worker worker) {
        boolean was = idle.remove(worker);
        busy = workers.size() - idle.size();
        return was;
    }

    private synchronized void leave(Worker worker) {
        idle.remove(worker);
        workers.remove(worker);
        busy = workers.size() - idle.size();
    }

    /** One thread. */
    private final class Worker implements Runnable {

        private final Thread thread = factory.newThread(this);
        private volatile boolean woken;

        void wake() {
            woken = true;
            LockSupport.unpark(thread);
        }

        @Override
        public void run() {
            try {
                for (Runnable call = next(); call != null; call = next()) {
                    long begun = System.nanoTime();
                    lastTakenNanos.lazySet(begun);
                    call.run();
                    long average = averageNanos.get();
                    averageNanos.lazySet(average + (System.nanoTime() - begun - average) / AVERAGED_CALLS);
                }
            } finally {
                leave(this);
            }
        }

        /** Waits for a call. Returns null when the thread must end. */
        private @Nullable Runnable next() {
            while (!stopped) {
                Runnable call = waiting.poll();
                if (call != null) {
                    return call;
                }
                becomeIdle(this);
                // A call that was added before this thread became idle may have woken none.
                if (!waiting.isEmpty()) {
                    noLongerIdle(this);
                } else if (!awaitWaking()) {
                    return null;
                }
            }
            return null;
        }

        private boolean awaitWaking() {
            long end = System.nanoTime() + IDLE_NANOS;
            while (!woken && !stopped) {
                long left = end - System.nanoTime();
                if (left <= 0) {
                    return !noLongerIdle(this);
                }
                LockSupport.parkNanos(ThreadPool.this, left);
                // An interrupt that came too late for its call would keep the thread from waiting.
                Thread.interrupted();
            }
            return true;
        }
    }
}
