package faas.gateway.http;

import io.undertow.connector.ByteBufferPool;
import io.undertow.connector.PooledByteBuffer;
import io.undertow.server.DefaultByteBufferPool;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.xnio.XnioIoThread;

/**
 * Network buffers outside the heap. Each IO thread has some of its own, found by the thread's number and taken without a
 * lock; what it has too many of is shared, and what is too many for all is left to the collector. Thread-safe.
 */
final class IoBuffers implements ByteBufferPool {
    /** Buffers each thread keeps for itself: more than the calls it moves bytes of at the same moment. */
    private static final int OF_THREAD = 16;

    /** Buffers kept for all, after a burst of slow callers. */
    private static final int SHARED = 1024;

    private final int bufferBytes;
    private final ArrayDeque<ByteBuffer>[] ofThreads;
    private final ArrayBlockingQueue<ByteBuffer> shared = new ArrayBlockingQueue<>(SHARED);
    private final ByteBufferPool onHeap;

    /** @param ioThreads how many IO threads there are; all of one worker */
    @SuppressWarnings({"unchecked", "rawtypes"})
    IoBuffers(int ioThreads, int bufferBytes) {
        this.bufferBytes = bufferBytes;
        this.ofThreads = new ArrayDeque[ioThreads];
        for (int i = 0; i < ioThreads; i++) {
            ofThreads[i] = new ArrayDeque<>(OF_THREAD);
        }
        this.onHeap = new DefaultByteBufferPool(false, bufferBytes);
    }

    @Override
    public PooledByteBuffer allocate() {
        ArrayDeque<ByteBuffer> own = own();
        ByteBuffer buffer = own == null ? null : own.pollLast();
        if (buffer == null) {
            buffer = shared.poll();
        }
        return new Pooled(buffer == null ? ByteBuffer.allocateDirect(bufferBytes) : buffer.clear());
    }

    private @Nullable ArrayDeque<ByteBuffer> own() {
        return Thread.currentThread() instanceof XnioIoThread thread && thread.getNumber() < ofThreads.length
                ? ofThreads[thread.getNumber()]
                : null;
    }

    private void giveBack(ByteBuffer buffer) {
        ArrayDeque<ByteBuffer> own = own();
        if (own != null && own.size() < OF_THREAD) {
            own.addLast(buffer);
            return;
        }
        shared.offer(buffer);
    }

    @Override
    public ByteBufferPool getArrayBackedPool() {
        return onHeap;
    }

    @Override
    public int getBufferSize() {
        return bufferBytes;
    }

    @Override
    public boolean isDirect() {
        return true;
    }

    /** Its buffers go with it. */
    @Override
    public void close() {
        onHeap.close();
    }

    private final class Pooled implements PooledByteBuffer {
        private final ByteBuffer buffer;
        private final AtomicBoolean open = new AtomicBoolean(true);

        Pooled(ByteBuffer buffer) {
            this.buffer = buffer;
        }

        @Override
        public ByteBuffer getBuffer() {
            if (!open.getPlain()) {
                throw new IllegalStateException("the buffer was given back");
            }
            return buffer;
        }

        @Override
        public void close() {
            if (open.compareAndSet(true, false)) {
                giveBack(buffer);
            }
        }

        @Override
        public boolean isOpen() {
            return open.get();
        }
    }
}
