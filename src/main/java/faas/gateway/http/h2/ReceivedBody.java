package faas.gateway.http.h2;

import io.undertow.connector.ByteBufferPool;
import io.undertow.connector.PooledByteBuffer;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;

/** A body as far as it has arrived. The part that has not been read is in network buffers. Used on one IO thread. */
final class ReceivedBody {
    private final ByteBufferPool pool;
    private final ArrayDeque<PooledByteBuffer> buffers = new ArrayDeque<>();
    private long receivedBytes;

    ReceivedBody(ByteBufferPool pool) {
        this.pool = pool;
    }

    /** Whether everything that has arrived has been read. */
    boolean isEmpty() {
        return buffers.isEmpty();
    }

    /** The number of bytes that have arrived. */
    long receivedBytes() {
        return receivedBytes;
    }

    /** Appends all bytes. */
    void add(ByteBuffer bytes) {
        receivedBytes += bytes.remaining();
        while (bytes.hasRemaining()) {
            PooledByteBuffer last = buffers.peekLast();
            if (last == null || last.getBuffer().limit() == last.getBuffer().capacity()) {
                last = pool.allocate();
                last.getBuffer().clear().limit(0);
                buffers.addLast(last);
            }
            ByteBuffer buffer = last.getBuffer();
            int end = buffer.limit();
            int now = Math.min(bytes.remaining(), buffer.capacity() - end);
            buffer.limit(end + now);
            buffer.put(end, bytes, bytes.position(), now);
            bytes.position(bytes.position() + now);
        }
    }

    /** Reads what fits. Returns the number of bytes. */
    int read(ByteBuffer to) {
        PooledByteBuffer first = buffers.getFirst();
        ByteBuffer buffer = first.getBuffer();
        int now = Math.min(buffer.remaining(), to.remaining());
        to.put(to.position(), buffer, buffer.position(), now).position(to.position() + now);
        buffer.position(buffer.position() + now);
        if (!buffer.hasRemaining()) {
            buffers.removeFirst().close();
        }
        return now;
    }

    /** Discards what has not been read. Returns the number of bytes. */
    int discard() {
        int dropped = 0;
        for (PooledByteBuffer buffer : buffers) {
            dropped += buffer.getBuffer().remaining();
            buffer.close();
        }
        buffers.clear();
        return dropped;
    }
}
