package faas.gateway.io;

import io.undertow.connector.ByteBufferPool;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.xnio.XnioIoThread;

/** The IO threads of the gateway, with what each owns. Thread-safe. */
public final class IoLoops {
    /** Holds the head of a message, or a small message. */
    private static final int SPARE_BYTES = 2048;

    private final AtomicReferenceArray<@Nullable IoLoop> loops;
    private final MemoryLimits limits;
    private final LongSupplier nanoTime;
    private final ByteBufferPool buffers;
    private final ByteBufferPool readBuffers;
    private final ByteBufferPool taskBuffers;
    private final AtomicInteger shortThreads = new AtomicInteger();
    private volatile Runnable onChange = () -> {};

    /**
     * @param ioThreads the number of IO threads, all of one worker
     * @param nanoTime the gateway's nanosecond clock
     */
    public IoLoops(int ioThreads, MemoryLimits limits, LongSupplier nanoTime) {
        this.loops = new AtomicReferenceArray<>(ioThreads);
        this.limits = limits;
        this.nanoTime = nanoTime;
        this.buffers = new IoBuffers(this::current, limits.bufferBytes(), limits.maxPerThread(ioThreads), 0);
        this.readBuffers =
                new IoBuffers(this::current, limits.bufferBytes(), limits.maxForReadsPerThread(ioThreads), 0);
        this.taskBuffers = new IoBuffers(this::current, limits.bufferBytes(), limits.perThread(ioThreads), SPARE_BYTES);
    }

    public int size() {
        return loops.length();
    }

    /**
     * The buffers for connections to tasks. If the direct buffers are used up, they are small and on the heap, so that calls in
     * flight continue, if more slowly.
     */
    public ByteBufferPool taskBuffers() {
        return taskBuffers;
    }

    /** The buffers for bytes from clients: the same ones, but a reserve is kept from them. */
    public ByteBufferPool readBuffers() {
        return readBuffers;
    }

    /** The buffers for everything else. */
    public ByteBufferPool buffers() {
        return buffers;
    }

    /** What an IO thread owns. Called on that thread. */
    public IoLoop of(XnioIoThread thread) {
        int number = thread.getNumber();
        IoLoop known = loops.get(number);
        if (known != null) {
            return known;
        }
        IoLoop created = new IoLoop(thread, limits, loops.length(), nanoTime, this::shortage);
        loops.set(number, created);
        return created;
    }

    /** What the current thread owns; null if it is not an IO thread. */
    @Nullable
    IoLoop current() {
        return Thread.currentThread() instanceof XnioIoThread thread && thread.getNumber() < loops.length()
                ? of(thread)
                : null;
    }

    /** Whether the memory of any thread is used up. */
    public boolean isShort() {
        return shortThreads.get() > 0;
    }

    /** Sets what to run when {@link #isShort} changes, on the thread that changes it. */
    public void onShortage(Runnable changed) {
        onChange = changed;
    }

    private void shortage(boolean begins) {
        int now = begins ? shortThreads.incrementAndGet() : shortThreads.decrementAndGet();
        if (now == (begins ? 1 : 0)) {
            onChange.run();
        }
    }

    /** Has each thread close its idle connections, because the gateway is stopping. */
    public void drain() {
        for (int i = 0; i < loops.length(); i++) {
            IoLoop loop = loops.get(i);
            if (loop != null) {
                loop.execute(() -> loop.memory().drain());
            }
        }
    }

    /** Buffers in use by all threads; exact while there is no traffic. */
    public int buffersInUse() {
        int used = 0;
        for (int i = 0; i < loops.length(); i++) {
            IoLoop loop = loops.get(i);
            used += loop == null ? 0 : loop.memory().buffersInUse();
        }
        return used;
    }

    /** Open connections of clients on all threads; exact while there is no traffic. */
    public int connections() {
        int open = 0;
        for (int i = 0; i < loops.length(); i++) {
            IoLoop loop = loops.get(i);
            open += loop == null ? 0 : loop.memory().connections();
        }
        return open;
    }
}
