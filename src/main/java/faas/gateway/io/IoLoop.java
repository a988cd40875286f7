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

/** What one IO thread owns: its deadlines, its share of the memory, its buffers. Used on that thread, but for {@link #execute}. */
public final class IoLoop {
    /** What the JVM itself exits with for -XX:+ExitOnOutOfMemoryError. */
    private static final int EXIT_OUT_OF_MEMORY = 3;

    /** Buffers that all calls together may move in one turn of the thread: some ten milliseconds. */
    private static final int BUFFERS_PER_TURN = 1024;

    /** More at a time makes a large body no faster. */
    private static final int BUFFERS_OF_ONE_PER_TURN = 32;

    private final XnioIoThread thread;
    private final DeadlineSweeper deadlines;
    private final MemoryShare memory;
    private final int bufferBytes;
    private final ArrayDeque<ByteBuffer> free = new ArrayDeque<>();
    private final Queue<ByteBuffer> returned = new ConcurrentLinkedQueue<>();
    private final ArrayDeque<Runnable> waiting = new ArrayDeque<>();

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
     * How many buffers one call may move before the thread looks at other connections: the fewer the more calls are under way,
     * so that many large bodies do not keep others waiting.
     */
    public int buffersPerTurn() {
        return Math.clamp(BUFFERS_PER_TURN / Math.max(1, memory.calls()), 1, BUFFERS_OF_ONE_PER_TURN);
    }

    /** Runs something on the thread, once it is done with what it does now; nothing happens if the thread is stopping. */
    public void execute(Runnable task) {
        try {
            thread.execute(task);
        } catch (RejectedExecutionException e) {
            // All that the thread owns ends with it.
        }
    }

    /** Runs something once a long body may take a buffer again; it may have to wait again then. */
    public void awaitBufferForBody(Runnable again) {
        waiting.add(again);
        deadlines.sweepSoon();
    }

    private boolean wakeAll() {
        for (int i = waiting.size(); i > 0 && memory.hasBuffersForBodies(); i--) {
            Runnable next = waiting.poll();
            if (next != null) {
                next.run();
            }
        }
        return !waiting.isEmpty();
    }

    /** A buffer, empty; null if so many are in use. */
    @Nullable
    ByteBuffer take(int most) {
        if (memory.buffersInUse() >= most) {
            fetchReturned();
            if (memory.buffersInUse() >= most) {
                return null;
            }
        }
        ByteBuffer buffer = free.pollLast();
        if (buffer == null) {
            buffer = make();
        }
        memory.bufferTaken();
        return buffer.clear();
    }

    private ByteBuffer make() {
        try {
            return ByteBuffer.allocateDirect(bufferBytes);
        } catch (OutOfMemoryError e) {
            // The JVM's own option ends the process for the heap only; a gateway without memory is to be replaced.
            System.err.println("no direct memory left: " + e.getMessage());
            Runtime.getRuntime().halt(EXIT_OUT_OF_MEMORY);
            throw e;
        }
    }

    void giveBack(ByteBuffer buffer) {
        if (Thread.currentThread() == thread) {
            free.addLast(buffer);
            memory.bufferReturned();
            wakeOne();
        } else {
            returned.add(buffer);
            // Counted there soon, though no buffer may be asked for until then.
            execute(this::fetchReturned);
        }
    }

    private void wakeOne() {
        if (!waiting.isEmpty() && memory.hasBuffersForBodies()) {
            execute(waiting.remove());
        }
    }

    private void fetchReturned() {
        for (ByteBuffer buffer = returned.poll(); buffer != null; buffer = returned.poll()) {
            free.addLast(buffer);
            memory.bufferReturned();
        }
    }
}
