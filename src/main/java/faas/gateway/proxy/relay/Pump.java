package faas.gateway.proxy.relay;

import faas.gateway.io.ByteSink;
import faas.gateway.io.ByteSource;
import faas.gateway.io.IoLoop;
import faas.gateway.io.OutOfBuffersException;
import io.undertow.connector.ByteBufferPool;
import io.undertow.connector.PooledByteBuffer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Moves one body from a source to a sink as fast as the slower of them allows. It holds at most one buffer, and only while bytes
 * wait in it. Before it waits for more it flushes what has come, so that slow streams arrive as they are sent. Used on one IO
 * thread.
 */
final class Pump {
    private static final ByteBuffer NO_BYTES = ByteBuffer.allocate(0);

    /** What it reports; nothing more after an end or a failure. */
    interface Events {
        /** That many bytes were read, and will be written. */
        void moved(int bytes);

        /** All was read; some of it may not be written yet. */
        default void sourceEnded() {}

        /** All was read, written and flushed. */
        default void finished() {}

        void sourceFailed(IOException e);

        void sinkFailed(IOException e);
    }

    private enum Step {
        /** A buffer was moved, or read: go on. */
        MOVED,
        AWAITS_SOURCE,
        AWAITS_SINK,
        AWAITS_BUFFER,
        /** Finished, failed or stopped. */
        OVER
    }

    private final ByteSource source;
    private final Supplier<ByteSink> openSink;
    private final ByteBufferPool pool;
    private final IoLoop loop;
    private final Events events;
    private @Nullable ByteSink opened;
    private @Nullable PooledByteBuffer held;
    private boolean showsEnd;
    private boolean sourceEnded;
    private boolean yieldsBuffers;
    private boolean awaitsBuffer;
    private boolean stopped;

    /** @param openSink called once, when there are bytes, an end or a pause of the source to pass on */
    Pump(ByteSource source, Supplier<ByteSink> openSink, ByteBufferPool pool, IoLoop loop, Events events) {
        this.source = source;
        this.openSink = openSink;
        this.pool = pool;
        this.loop = loop;
        this.events = events;
        source.onReadable(this::run);
    }

    /** Reading into no room shows whether the source has ended, and costs no system call. */
    void sourceShowsEnd() {
        showsEnd = true;
    }

    /** While memory is tight, leaves the buffers to others and waits. */
    void yieldBuffers() {
        yieldsBuffers = true;
    }

    /**
     * Begins with what was read of the body before; the pump owns the buffer from now on.
     *
     * @param isAll whether nothing follows it
     */
    void start(@Nullable PooledByteBuffer first, boolean isAll) {
        held = first;
        if (isAll) {
            sourceEnded = true;
            events.sourceEnded();
        }
        run();
    }

    /** Moves what can be moved now, and arranges to be run again, without blocking. */
    void run() {
        try {
            for (int moved = 0; !stopped && moved < loop.buffersPerTurn(); moved++) {
                if (await(step())) {
                    return;
                }
            }
            if (!stopped) {
                // An IO thread runs what is queued before it looks at other connections, so only readiness lets them
                // in.
                sink().resumeWrites();
            }
        } catch (OutOfBuffersException e) {
            stop();
            events.sourceFailed(new IOException(e.getMessage(), e));
        }
    }

    private Step step() {
        if (sourceEnded && held == null) {
            return finish();
        }
        Step filled = held == null ? fill() : Step.MOVED;
        return filled == Step.MOVED && held != null ? drain() : filled;
    }

    /** False if there is nothing to wait for. */
    private boolean await(Step step) {
        switch (step) {
            case MOVED -> {
                return false;
            }
            case AWAITS_SOURCE -> {
                if (flush(sink())) {
                    source.resumeReads();
                }
            }
            case AWAITS_SINK -> {
                // A source that has ended may serve another call by now.
                if (!sourceEnded) {
                    source.suspendReads();
                }
                sink().resumeWrites();
            }
            case AWAITS_BUFFER -> awaitBuffer();
            case OVER -> {}
        }
        return true;
    }

    private void awaitBuffer() {
        source.suspendReads();
        if (!awaitsBuffer) {
            awaitsBuffer = true;
            loop.awaitBufferForBody(() -> {
                awaitsBuffer = false;
                run();
            });
        }
        if (opened != null) {
            flush(opened);
        }
    }

    private Step fill() {
        if (yieldsBuffers && (awaitsBuffer || !loop.memory().hasBuffersForBodies())) {
            return Step.AWAITS_BUFFER;
        }
        PooledByteBuffer pooled = pool.allocate();
        boolean keep = false;
        try {
            ByteBuffer buffer = pooled.getBuffer();
            buffer.clear();
            int read = source.read(buffer);
            if (read < 0) {
                sourceEnded = true;
                events.sourceEnded();
                return finish();
            }
            if (read == 0) {
                return Step.AWAITS_SOURCE;
            }
            buffer.flip();
            keep = true;
            held = pooled;
            events.moved(read);
            if (showsEnd && source.read(NO_BYTES) < 0) {
                sourceEnded = true;
                events.sourceEnded();
            }
            return Step.MOVED;
        } catch (IOException e) {
            stop();
            events.sourceFailed(e);
            return Step.OVER;
        } finally {
            if (!keep) {
                pooled.close();
            }
        }
    }

    private Step drain() {
        PooledByteBuffer pooled = held;
        if (pooled == null) {
            return Step.OVER;
        }
        ByteBuffer buffer = pooled.getBuffer();
        try {
            while (buffer.hasRemaining()) {
                if (sink().write(buffer) == 0) {
                    return Step.AWAITS_SINK;
                }
            }
        } catch (IOException e) {
            return sinkFailed(e);
        }
        held = null;
        pooled.close();
        return Step.MOVED;
    }

    private Step finish() {
        try {
            sink().end();
            if (!sink().flush()) {
                return Step.AWAITS_SINK;
            }
        } catch (IOException e) {
            return sinkFailed(e);
        }
        stop();
        events.finished();
        return Step.OVER;
    }

    private ByteSink sink() {
        ByteSink sink = opened;
        if (sink == null) {
            sink = openSink.get();
            sink.onWritable(this::run);
            opened = sink;
        }
        return sink;
    }

    /** Sends what was written; false if that is impossible. */
    private boolean flush(ByteSink sink) {
        try {
            if (sink.flush()) {
                sink.suspendWrites();
            } else {
                sink.resumeWrites();
            }
            return true;
        } catch (IOException e) {
            sinkFailed(e);
            return false;
        }
    }

    private Step sinkFailed(IOException e) {
        stop();
        events.sinkFailed(e);
        return Step.OVER;
    }

    /** Whether it is the sink's turn: bytes, or the end of them, wait for it. */
    boolean waitsForSink() {
        return held != null || sourceEnded;
    }

    /** Whether it waits until other transfers give their buffers back. */
    boolean waitsForMemory() {
        return awaitsBuffer;
    }

    /** Stops a pump that may not have been made yet. */
    static void stopIfMade(@Nullable Pump pump) {
        if (pump != null) {
            pump.stop();
        }
    }

    /** Gives the buffer back and listens no more; its owner closes the channels. */
    void stop() {
        if (stopped) {
            // Its channels may serve another call by now.
            return;
        }
        stopped = true;
        if (held != null) {
            held.close();
            held = null;
        }
        if (!sourceEnded) {
            source.suspendReads();
            source.onReadable(null);
        }
        if (opened != null) {
            opened.suspendWrites();
            opened.onWritable(null);
        }
    }
}
