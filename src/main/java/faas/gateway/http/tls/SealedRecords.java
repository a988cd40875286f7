package faas.gateway.http.tls;

import io.undertow.connector.ByteBufferPool;
import io.undertow.connector.PooledByteBuffer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import org.xnio.conduits.StreamSinkConduit;

/**
 * Encrypted records on their way to a client. They are made in a buffer of the thread, and sent in one write. Only what the
 * client does not read at once is kept in buffers of the connection. Used on one IO thread.
 */
final class SealedRecords {
    /** Beyond them the client has to read before more is encrypted for it. */
    private static final int MANY_BUFFERS = 2;

    private final StreamSinkConduit socket;
    private final ByteBufferPool pool;
    private final ByteBuffer scratch;
    private final int maxRecordBytes;
    private final ArrayDeque<PooledByteBuffer> waiting = new ArrayDeque<>(0);

    /** @param maxRecordBytes the room that the engine needs for a record */
    SealedRecords(StreamSinkConduit socket, ByteBufferPool pool, ByteBuffer scratch, int maxRecordBytes) {
        this.socket = socket;
        this.pool = pool;
        this.scratch = scratch;
        this.maxRecordBytes = maxRecordBytes;
    }

    /** Whether all records were sent. */
    boolean isEmpty() {
        return waiting.isEmpty();
    }

    /** Whether more records wait than there should be. */
    boolean isLong() {
        return waiting.size() > MANY_BUFFERS;
    }

    /** Must be called before records are made. */
    void begin() {
        scratch.clear();
    }

    boolean hasRoom() {
        return scratch.remaining() >= maxRecordBytes;
    }

    /** Where to make the next record. */
    ByteBuffer room() throws IOException {
        if (!hasRoom()) {
            send();
            begin();
        }
        return scratch;
    }

    /** Sends the records made since {@link #begin}. */
    void send() throws IOException {
        scratch.flip();
        boolean writable = waiting.isEmpty();
        while (writable && scratch.hasRemaining()) {
            writable = socket.write(scratch) > 0;
        }
        while (scratch.hasRemaining()) {
            keep();
        }
    }

    private void keep() {
        PooledByteBuffer last = waiting.peekLast();
        if (last == null || last.getBuffer().limit() == last.getBuffer().capacity()) {
            last = pool.allocate();
            last.getBuffer().clear().limit(0);
            waiting.addLast(last);
        }
        ByteBuffer to = last.getBuffer();
        int end = to.limit();
        int now = Math.min(scratch.remaining(), to.capacity() - end);
        to.limit(end + now);
        to.put(end, scratch, scratch.position(), now);
        scratch.position(scratch.position() + now);
    }

    /** Sends what waits. Returns false if some of it has to wait for the client. */
    boolean flush() throws IOException {
        while (!waiting.isEmpty()) {
            ByteBuffer first = waiting.getFirst().getBuffer();
            while (first.hasRemaining()) {
                if (socket.write(first) == 0) {
                    return false;
                }
            }
            waiting.removeFirst().close();
        }
        return true;
    }

    void release() {
        waiting.forEach(PooledByteBuffer::close);
        waiting.clear();
    }
}
