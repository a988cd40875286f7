package faas.gateway.proxy.relay;

import faas.gateway.http1.Fields;
import faas.gateway.io.Deadline;
import faas.gateway.io.IoLoop;
import faas.gateway.io.OutOfBuffersException;
import faas.gateway.proxy.call.BodyIn;
import faas.gateway.proxy.call.Problem;
import faas.gateway.proxy.call.RefusedBody;
import io.undertow.connector.ByteBufferPool;
import io.undertow.connector.PooledByteBuffer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A request's body whose first part is read before the call takes one of a task's limited slots, so that a client that sends
 * slowly keeps no slot from others. Used on one IO thread.
 */
public final class CollectedBody extends Deadline implements BodyIn {
    /** Bytes that are collected; the rest of a longer body is streamed. Few forms and JSON documents are longer. */
    static final int MAX_BYTES = 64 * 1024;

    /** How collecting ended. */
    public enum End {
        /** The whole body has arrived, or as much of it as is collected. */
        READY,
        /** No byte came within the timeout. */
        TOO_SLOW,
        /** The client is gone. */
        GONE
    }

    private final BodyIn from;
    private final ByteBufferPool pool;
    private final IoLoop loop;
    private final long timeoutNanos;
    private final Consumer<End> onEnd;
    private final Consumer<Problem> onRefused;
    private final ArrayDeque<PooledByteBuffer> filled = new ArrayDeque<>();
    private int bytes;
    private boolean over;

    /**
     * @param timeoutNanos the longest time without a byte
     * @param onEnd called once, unless the body is refused
     * @param onRefused called for a body that is malformed or too long, and where memory is used up
     */
    public CollectedBody(
            BodyIn from,
            ByteBufferPool pool,
            IoLoop loop,
            long timeoutNanos,
            Consumer<End> onEnd,
            Consumer<Problem> onRefused) {
        this.from = from;
        this.pool = pool;
        this.loop = loop;
        this.timeoutNanos = timeoutNanos;
        this.onEnd = onEnd;
        this.onRefused = onRefused;
    }

    public void start() {
        from.onReadable(this::collect);
        collect();
    }

    private void collect() {
        try {
            // Bodies of queued calls must leave buffers to the calls that they wait for.
            while (bytes < MAX_BYTES && (bytes == 0 || loop.memory().hasPlentyOfBuffers())) {
                int read = fill();
                if (read < 0) {
                    break;
                }
                if (read == 0) {
                    loop.deadlines().set(this, loop.deadlines().nowNanos() + timeoutNanos);
                    from.resumeReads();
                    return;
                }
                bytes += read;
            }
        } catch (IOException e) {
            discard();
            if (e instanceof RefusedBody refused) {
                onRefused.accept(refused.problem());
            } else {
                onEnd.accept(End.GONE);
            }
            return;
        } catch (OutOfBuffersException e) {
            discard();
            onRefused.accept(new Problem.Overloaded());
            return;
        }
        end();
        onEnd.accept(End.READY);
    }

    private int fill() throws IOException {
        PooledByteBuffer last = filled.peekLast();
        if (last != null && last.getBuffer().limit() < last.getBuffer().capacity()) {
            return fill(last.getBuffer());
        }
        PooledByteBuffer fresh = pool.allocate();
        fresh.getBuffer().clear().limit(0);
        boolean keep = false;
        try {
            int read = fill(fresh.getBuffer());
            keep = read > 0;
            return read;
        } finally {
            if (keep) {
                filled.addLast(fresh);
            } else {
                fresh.close();
            }
        }
    }

    /** Appends to what the buffer holds. */
    private int fill(ByteBuffer buffer) throws IOException {
        int start = buffer.position();
        buffer.position(buffer.limit()).limit(buffer.capacity());
        try {
            return from.read(buffer);
        } finally {
            buffer.limit(buffer.position()).position(start);
        }
    }

    private void end() {
        over = true;
        loop.deadlines().clear(this);
        from.suspendReads();
        from.onReadable(null);
    }

    @Override
    protected void expired() {
        discard();
        onEnd.accept(End.TOO_SLOW);
    }

    @Override
    public void discard() {
        if (!over) {
            end();
        }
        filled.forEach(PooledByteBuffer::close);
        filled.clear();
    }

    @Override
    public int read(ByteBuffer to) throws IOException {
        PooledByteBuffer first = filled.peekFirst();
        if (first == null) {
            return from.read(to);
        }
        ByteBuffer buffer = first.getBuffer();
        int now = Math.min(buffer.remaining(), to.remaining());
        to.put(to.position(), buffer, buffer.position(), now).position(to.position() + now);
        buffer.position(buffer.position() + now);
        if (!buffer.hasRemaining()) {
            filled.removeFirst().close();
        }
        return now;
    }

    @Override
    public boolean isEnded() {
        return filled.isEmpty() && from.isEnded();
    }

    @Override
    public @Nullable Fields trailers() {
        return from.trailers();
    }

    @Override
    public void onReadable(@Nullable Runnable reader) {
        from.onReadable(reader);
    }

    @Override
    public void resumeReads() {
        from.resumeReads();
    }

    @Override
    public void suspendReads() {
        from.suspendReads();
    }
}
