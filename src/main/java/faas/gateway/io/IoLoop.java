package faas.gateway.io;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.xnio.XnioIoThread;

/** What one IO thread owns: deadlines, a share of the memory, buffers. Used on that thread, except {@link #execute}. */
public final class IoLoop {
    /** The exit code of the JVM for -XX:+ExitOnOutOfMemoryError. */
    private static final int EXIT_OUT_OF_MEMORY = 3;

    /** Buffers that all calls together may move in one turn of the event loop: about ten milliseconds. */
    private static final int BUFFERS_PER_TURN = 1024;

    /** More do not make a large body faster. */
    private static final int BUFFERS_PER_CALL_AND_TURN = 32;

    /** Two records of TLS, and room for what an engine demands. */
    private static final int SCRATCH_BYTES = 36 * 1024;

    /** Nearly all lines of the access log are shorter. */
    private static final int TEXT_CHARS = 512;

    private final XnioIoThread thread;
    private final DeadlineSweeper deadlines;
    private final MemoryShare memory;
    private final int bufferBytes;
    private final ArrayDeque<ByteBuffer> free = new ArrayDeque<>();
    private final Queue<ByteBuffer> returned = new ConcurrentLinkedQueue<>();
    private final ByteBuffer scratch = ByteBuffer.allocateDirect(SCRATCH_BYTES);
    private final StringBuilder text = new StringBuilder(TEXT_CHARS);
    private final ArrayDeque<Runnable> waitingForBuffers = new ArrayDeque<>();

    IoLoop(XnioIoThread thread, MemoryLimits limits, int ioThreads, LongSupplier nanoTime, Consumer<Boolean> onShort) {
        this.thread = thread;
        this.deadlines = new DeadlineSweeper(thread, nanoTime);
        this.memory = new MemoryShare(limits, ioThreads, deadlines, onShort);
        this.bufferBytes = limits.bufferBytes();
        deadlines.add(nowNanos -> wakeAll());
    }

    public XnioIoThread thread() {
        return thread;
    }

    public DeadlineSweeper deadlines() {
        return deadlines;
    }

    public MemoryShare memory() {
        return memory;
    }

    /**
     * How many buffers one call may move before the thread serves other connections. The more calls are in flight, the
     * fewer, so that many large bodies do not delay other calls.
     */
    public int buffersPerTurn() {
        return Math.clamp(BUFFERS_PER_TURN / Math.max(1, memory.calls()), 2, BUFFERS_PER_CALL_AND_TURN);
    }

    /** A buffer for whoever runs on the thread, of 36 KiB. Its content is lost when they return. */
    public ByteBuffer scratch() {
        return scratch;
    }

    /** A builder for whoever runs on the thread. Its content is lost when they return. */
    public StringBuilder emptyText() {
        text.setLength(0);
        return text;
    }

    /** Runs something on the thread after its current work. Does nothing if the thread is stopping. */
    public void execute(Runnable task) {
        try {
            thread.execute(task);
        } catch (RejectedExecutionException e) {
            // What the thread owns ends with it.
        }
    }

    /** Runs something once a long body may take a buffer again. It may have to wait again. */
    public void awaitBufferForBody(Runnable again) {
        waitingForBuffers.add(again);
        deadlines.sweepSoon();
    }

    private boolean wakeAll() {
        for (int i = waitingForBuffers.size(); i > 0 && memory.hasBuffersForBodies(); i--) {
            Runnable next = waitingForBuffers.poll();
            if (next != null) {
                next.run();
            }
        }
        return !waitingForBuffers.isEmpty();
    }

    /** An empty buffer; null if {@code max} are in use. */
    @Nullable
    ByteBuffer takeBuffer(int max) {
        if (memory.buffersInUse() >= max) {
            collectReturned();
            if (memory.buffersInUse() >= max) {
                return null;
            }
        }
        ByteBuffer buffer = free.pollLast();
        if (buffer == null) {
            buffer = allocate();
        }
        memory.bufferTaken();
        return buffer.clear();
    }

    private ByteBuffer allocate() {
        try {
            return ByteBuffer.allocateDirect(bufferBytes);
        } catch (OutOfMemoryError e) {
            // The JVM's own option covers the heap only. A gateway without memory must be replaced.
            System.err.println("no direct memory left: " + e.getMessage());
            Runtime.getRuntime().halt(EXIT_OUT_OF_MEMORY);
            throw e;
        }
    }

    void returnBuffer(ByteBuffer buffer) {
        if (Thread.currentThread() == thread) {
            free.addLast(buffer);
            memory.bufferReturned();
            wakeOne();
        } else {
            returned.add(buffer);
            // Counts it, even if the thread asks for no buffer.
            execute(this::collectReturned);
        }
    }

    private void wakeOne() {
        if (!waitingForBuffers.isEmpty() && memory.hasBuffersForBodies()) {
            execute(waitingForBuffers.remove());
        }
    }

    private void collectReturned() {
        for (ByteBuffer buffer = returned.poll(); buffer != null; buffer = returned.poll()) {
            free.addLast(buffer);
            memory.bufferReturned();
        }
    }
}
