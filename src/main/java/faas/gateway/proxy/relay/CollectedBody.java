package faas.gateway.proxy.relay;

import faas.gateway.http1.Fields;
import faas.gateway.io.Deadline;
import faas.gateway.io.IoLoop;
import faas.gateway.io.OutOfBuffersException;
import faas.gateway.proxy.call.BodyIn;
import faas.gateway.proxy.call.ClientError;
import faas.gateway.proxy.call.Problem;
import faas.gateway.proxy.call.RefusedBody;
import faas.gateway.proxy.flow.UploadPace;
import io.undertow.connector.ByteBufferPool;
import io.undertow.connector.PooledByteBuffer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request's body of which the first part, or all, is read before the call goes on: so that a client that sends slowly keeps none of
 * a task's limited slots from others, or because the body is to be checked. Used on one IO thread.
 */
public final class CollectedBody extends Deadline implements BodyIn {
    /**
     * How much is collected.
     *
     * @param whole whether a longer body is refused; else its rest is streamed
     */
    public record Extent(int maxBytes, boolean whole) {
        /** Few forms and JSON documents are longer. */
        public static final Extent BEGINNING = new Extent(64 * 1024, false);
    }

    /** Learns how collecting ended, once. */
    public interface Listener {
        /** The body has arrived, or as much of it as is collected. */
        void collected();

        /** The body is malformed, too long or too slow, or memory is used up. */
        void refused(Problem problem);

        void clientGone();
    }

    private final BodyIn from;
    private final ByteBufferPool pool;
    private final IoLoop loop;
    private final long timeoutNanos;
    private final Extent extent;
    private final Listener listener;
    private final UploadPace pace;
    private final ArrayDeque<PooledByteBuffer> filled = new ArrayDeque<>();
    private int bytes;
    private long idleUntilNanos;
    private boolean over;

    /** @param timeoutNanos the longest time without a byte */
    public CollectedBody(
            BodyIn from, ByteBufferPool pool, IoLoop loop, Extent extent, long timeoutNanos, Listener listener) {
        this.from = from;
        this.pool = pool;
        this.loop = loop;
        this.timeoutNanos = timeoutNanos;
        this.extent = extent;
        this.listener = listener;
        this.pace = new UploadPace(loop.deadlines().nowNanos());
    }

    public void start() {
        from.onReadable(this::collect);
        collect();
    }

    private void collect() {
        boolean ended = false;
        try {
            while (!ended && isWanted()) {
                int read = fill();
                if (read < 0) {
                    ended = true;
                    continue;
                }
                if (read == 0) {
                    idleUntilNanos = loop.deadlines().nowNanos() + timeoutNanos;
                    setDeadline();
                    from.resumeReads();
                    return;
                }
                bytes += read;
                pace.uploaded(read);
            }
        } catch (IOException e) {
            discard();
            if (e instanceof RefusedBody refused) {
                listener.refused(refused.problem());
            } else {
                listener.clientGone();
            }
            return;
        } catch (OutOfBuffersException e) {
            discard();
            listener.refused(new Problem.Overloaded());
            return;
        }
        if (extent.whole() && !ended) {
            discard();
            listener.refused(
                    bytes > extent.maxBytes()
                            ? new ClientError.BodyTooLarge(extent.maxBytes())
                            : new Problem.Overloaded());
            return;
        }
        end();
        listener.collected();
    }

    /** Bodies of queued calls must leave buffers to the calls that they wait for. */
    private boolean isWanted() {
        int most = extent.whole() ? extent.maxBytes() + 1 : extent.maxBytes();
        return bytes < most && (bytes == 0 || loop.memory().hasPlentyOfBuffers());
    }

    /** What was collected; not to be changed. */
    public List<ByteBuffer> collected() {
        return filled.stream()
                .map(PooledByteBuffer::getBuffer)
                .map(ByteBuffer::asReadOnlyBuffer)
                .toList();
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

    private void setDeadline() {
        loop.deadlines().set(this, Math.min(idleUntilNanos, pace.nextCheckNanos()));
    }

    @Override
    protected void expired() {
        long nowNanos = loop.deadlines().nowNanos();
        if (nowNanos - idleUntilNanos < 0 && !pace.isTooSlow(nowNanos)) {
            setDeadline();
            return;
        }
        discard();
        listener.refused(new ClientError.BodyTooSlow());
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
