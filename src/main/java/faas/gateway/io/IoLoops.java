package faas.gateway.io;

import io.undertow.connector.ByteBufferPool;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.xnio.XnioIoThread;

/** The IO threads of the gateway, each with what it owns. Thread-safe. */
public final class IoLoops {
    /** Holds the head of a message, or a small message. */
    private static final int SPARE_BYTES = 2048;

    private final AtomicReferenceArray<@Nullable IoLoop> loops;
    private final MemoryLimits limits;
    private final LongSupplier nanoTime;
    private final ByteBufferPool buffers;
    private final ByteBufferPool readBuffers;
    private final ByteBufferPool taskBuffers;
    private final AtomicInteger shortOnes = new AtomicInteger();
    private volatile Runnable onChange = () -> {};

    /**
     * @param ioThreads how many IO threads there are; all of one worker
     * @param nanoTime the gateway's nanosecond clock
     */
    public IoLoops(int ioThreads, MemoryLimits limits, LongSupplier nanoTime) {
        this.loops = new AtomicReferenceArray<>(ioThreads);
        this.limits = limits;
        this.nanoTime = nanoTime;
        this.buffers = new IoBuffers(this, limits.bufferBytes(), limits.mostPerThread(ioThreads), 0);
        this.readBuffers = new IoBuffers(this, limits.bufferBytes(), limits.mostForReadsPerThread(ioThreads), 0);
        this.taskBuffers = new IoBuffers(this, limits.bufferBytes(), limits.perThread(ioThreads), SPARE_BYTES);
    }

    public int size() {
        return loops.length();
    }

    /**
     * The buffers of all threads for connections to tasks. Where the others are used up they are small ones on the heap, so that
     * calls under way go on, if more slowly.
     */
    public ByteBufferPool taskBuffers() {
        return taskBuffers;
    }

    /** The buffers of all threads for what clients send: of the same ones, but not the last. */
    public ByteBufferPool readBuffers() {
        return readBuffers;
    }

    /** The buffers of all threads. */
    public ByteBufferPool buffers() {
        return buffers;
    }

    /** What an IO thread owns; to be asked on that thread. */
    public IoLoop of(XnioIoThread thread) {
        int number = thread.getNumber();
        IoLoop known = loops.get(number);
        if (known != null) {
            return known;
        }
        IoLoop made = new IoLoop(thread, limits, loops.length(), nanoTime, this::shortage);
        loops.set(number, made);
        return made;
    }

    /** What the current thread owns; null if it is none of these. */
    @Nullable
    IoLoop current() {
        return Thread.currentThread() instanceof XnioIoThread thread && thread.getNumber() < loops.length()
                ? of(thread)
                : null;
    }

    /** Whether the memory of any thread is used up. */
    public boolean isShort() {
        return shortOnes.get() > 0;
    }

    /** Names what to run when that changes, on the thread that found out. */
    public void onShortage(Runnable changed) {
        onChange = changed;
    }

    private void shortage(boolean begins) {
        int now = begins ? shortOnes.incrementAndGet() : shortOnes.decrementAndGet();
        if (now == (begins ? 1 : 0)) {
            onChange.run();
        }
    }

    /** Buffers in use over all threads; exact while nothing moves. */
    public int buffersInUse() {
        int used = 0;
        for (int i = 0; i < loops.length(); i++) {
            IoLoop loop = loops.get(i);
            used += loop == null ? 0 : loop.memory().buffersInUse();
        }
        return used;
    }

    /** Connections of clients over all threads; exact while nothing moves. */
    public int connections() {
        int open = 0;
        for (int i = 0; i < loops.length(); i++) {
            IoLoop loop = loops.get(i);
            open += loop == null ? 0 : loop.memory().connections();
        }
        return open;
    }
}
