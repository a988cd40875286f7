package faas.gateway.io;

import io.undertow.connector.ByteBufferPool;
import io.undertow.connector.PooledByteBuffer;
import io.undertow.server.DefaultByteBufferPool;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Pooled network buffers in direct memory. Each IO thread has its own pool, without a lock, counted by its {@link MemoryShare}.
 * Buffers are never freed. Other threads get buffers on the heap. Thread-safe.
 */
final class IoBuffers implements ByteBufferPool {
    private final Supplier<@Nullable IoLoop> currentLoop;
    private final int bufferBytes;
    private final int maxPerThread;
    private final int spareBytes;
    private final ByteBufferPool onHeap;

    /**
     * @param currentLoop the loop of the current thread; null if that is no IO thread
     * @param maxPerThread how many buffers of one thread may be in use, from whichever pool
     * @param spareBytes size of the buffers on the heap that are allocated beyond that; 0 for none
     */
    IoBuffers(Supplier<@Nullable IoLoop> currentLoop, int bufferBytes, int maxPerThread, int spareBytes) {
        this.spareBytes = spareBytes;
        this.currentLoop = currentLoop;
        this.bufferBytes = bufferBytes;
        this.maxPerThread = maxPerThread;
        this.onHeap = new DefaultByteBufferPool(false, bufferBytes);
    }

    /** @throws OutOfBuffersException if the thread's maximum is in use, and there are no spare buffers */
    @Override
    public PooledByteBuffer allocate() {
        IoLoop loop = currentLoop.get();
        if (loop == null) {
            return new Pooled(ByteBuffer.allocate(bufferBytes), null);
        }
        ByteBuffer buffer = loop.takeBuffer(maxPerThread);
        if (buffer != null) {
            return new Pooled(buffer, loop);
        }
        if (spareBytes == 0) {
            throw new OutOfBuffersException();
        }
        return new Pooled(ByteBuffer.allocate(spareBytes), null);
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

    /** Its buffers are freed with it. */
    @Override
    public void close() {
        onHeap.close();
    }

    private static final class Pooled implements PooledByteBuffer {
        private final ByteBuffer buffer;
        private final @Nullable IoLoop owner;
        private final AtomicBoolean open = new AtomicBoolean(true);

        Pooled(ByteBuffer buffer, @Nullable IoLoop owner) {
            this.buffer = buffer;
            this.owner = owner;
        }

        @Override
        public ByteBuffer getBuffer() {
            if (!open.getPlain()) {
                throw new IllegalStateException("the buffer was returned");
            }
            return buffer;
        }

        @Override
        public void close() {
            if (open.compareAndSet(true, false) && owner != null) {
                owner.returnBuffer(buffer);
            }
        }

        @Override
        public boolean isOpen() {
            return open.get();
        }
    }
}
