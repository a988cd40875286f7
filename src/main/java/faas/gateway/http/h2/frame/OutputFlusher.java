package faas.gateway.http.h2.frame;

import faas.gateway.io.Deadline;
import faas.gateway.io.IoLoop;
import faas.gateway.io.OutOfBuffersException;
import java.io.IOException;
import org.xnio.conduits.ConduitStreamSinkChannel;

/** Sends waiting frames, many in one write, and checks that the client reads them. Used on one IO thread. */
public final class OutputFlusher extends Deadline {
    private static final long NOT_STALLED = Long.MAX_VALUE;

    private final FrameOutput output;
    private final ConduitStreamSinkChannel sink;
    private final IoLoop loop;
    private final long timeoutNanos;
    private final Runnable onFlushed;
    private final Runnable onFailed;
    private boolean scheduled;
    private boolean closed;
    private long stalledSinceNanos = NOT_STALLED;

    /**
     * @param timeoutNanos how long the client may read nothing
     * @param onFlushed run when no frames wait any more
     * @param onFailed run when writing fails, or the client does not read
     */
    public OutputFlusher(
            FrameOutput output,
            ConduitStreamSinkChannel sink,
            IoLoop loop,
            long timeoutNanos,
            Runnable onFlushed,
            Runnable onFailed) {
        this.output = output;
        this.sink = sink;
        this.loop = loop;
        this.timeoutNanos = timeoutNanos;
        this.onFlushed = onFlushed;
        this.onFailed = onFailed;
    }

    public void flushSoon() {
        if (!scheduled && !closed) {
            scheduled = true;
            loop.execute(this::flush);
        }
    }

    public void flush() {
        scheduled = false;
        if (closed) {
            return;
        }
        int before = output.waitingBytes();
        try {
            if (output.flush()) {
                progressed();
                onFlushed.run();
                return;
            }
        } catch (IOException | OutOfBuffersException e) {
            onFailed.run();
            return;
        }
        if (output.exceedsLimit()) {
            onFailed.run();
            return;
        }
        if (output.waitingBytes() < before) {
            progressed();
        }
        awaitWritable();
    }

    private void progressed() {
        stalledSinceNanos = NOT_STALLED;
        loop.deadlines().clear(this);
    }

    private void awaitWritable() {
        if (stalledSinceNanos == NOT_STALLED) {
            stalledSinceNanos = loop.deadlines().nowNanos();
            loop.deadlines().set(this, stalledSinceNanos + timeoutNanos);
        }
        sink.resumeWrites();
    }

    /** Shuts down writes. No frames may wait. */
    public void shutdown() {
        try {
            sink.shutdownWrites();
            sink.flush();
        } catch (IOException e) {
            onFailed.run();
        }
    }

    /** Since when the client has read nothing, on the thread's clock; {@code Long.MAX_VALUE} if no frames wait. */
    public long stalledSinceNanos() {
        return stalledSinceNanos;
    }

    public void close() {
        closed = true;
        loop.deadlines().clear(this);
    }

    @Override
    protected void expired() {
        onFailed.run();
    }
}
