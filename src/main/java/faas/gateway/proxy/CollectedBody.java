package faas.gateway.proxy;

import faas.gateway.http1.Fields;
import faas.gateway.io.Deadline;
import faas.gateway.io.DeadlineSweeper;
import io.undertow.connector.ByteBufferPool;
import io.undertow.connector.PooledByteBuffer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A request's body, the first of which is read before the call takes one of a task's places, so that a client that sends slowly
 * keeps none from others. Used on one IO thread.
 */
final class CollectedBody extends Deadline implements BodyIn {
    /** Bytes that are collected; a longer body goes on as a stream from there. Few forms and JSON documents are longer. */
    static final int MAX_BYTES = 64 * 1024;

    /** How collecting ended. */
    enum End {
        /** All of it is there, or as much as is collected. */
        THERE,
        /** No byte came for as long as a call may be still. */
        TOO_SLOW,
        /** The client went away. */
        GONE
    }

    private final BodyIn from;
    private final ByteBufferPool pool;
    private final DeadlineSweeper deadlines;
    private final long timeoutNanos;
    private final Consumer<End> onEnd;
    private final Consumer<Problem> onRefused;
    private final ArrayDeque<PooledByteBuffer> filled = new ArrayDeque<>();
    private int bytes;
    private boolean over;

    /**
     * @param timeoutNanos how long no byte may come
     * @param onEnd told once how it ended, unless the body is refused
     * @param onRefused told of a body that is malformed or too long
     */
    CollectedBody(
            BodyIn from,
            ByteBufferPool pool,
            DeadlineSweeper deadlines,
            long timeoutNanos,
            Consumer<End> onEnd,
            Consumer<Problem> onRefused) {
        this.from = from;
        this.pool = pool;
        this.deadlines = deadlines;
        this.timeoutNanos = timeoutNanos;
        this.onEnd = onEnd;
        this.onRefused = onRefused;
    }

    void start() {
        from.onReadable(this::collect);
        collect();
    }

    private void collect() {
        try {
            while (bytes < MAX_BYTES) {
                int read = fill();
                if (read < 0) {
                    break;
                }
                if (read == 0) {
                    deadlines.set(this, deadlines.nowNanos() + timeoutNanos);
                    from.resumeReads();
                    return;
                }
                bytes += read;
            }
        } catch (IOException e) {
            end();
            close();
            if (e instanceof RefusedBody refused) {
                onRefused.accept(refused.problem());
            } else {
                onEnd.accept(End.GONE);
            }
            return;
        }
        end();
        onEnd.accept(End.THERE);
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

    /** Reads behind what is there. */
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
        deadlines.clear(this);
        from.suspendReads();
        from.onReadable(null);
    }

    @Override
    protected void expired() {
        end();
        close();
        onEnd.accept(End.TOO_SLOW);
    }

    /** Gives up what was collected. */
    void close() {
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
