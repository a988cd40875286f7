package faas.gateway.proxy;

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
 * Moves one body from a source to a sink as fast as the slower of them takes it. Holds one pooled buffer, and only while
 * bytes wait in it; what has come is flushed before waiting for more, so that slow streams arrive as they are sent.
 * Used on one IO thread.
 */
final class Pump {
    private static final ByteBuffer NO_BYTES = ByteBuffer.allocate(0);

    /** What became of the body; after an end or a failure nothing more is told. */
    interface Events {
        /** So many bytes were read, and will be written. */
        void moved(int bytes);

        /** All was read; the last of it may still be on its way into the sink. */
        default void sourceEnded() {}

        /** All was read, written and flushed. */
        default void finished() {}

        void sourceFailed(IOException e);

        void sinkFailed(IOException e);
    }

    private final ByteSource source;
    private final Supplier<ByteSink> openSink;
    private final ByteBufferPool pool;
    private final IoLoop loop;
    private final Events events;
    private @Nullable ByteSink opened;
    private @Nullable PooledByteBuffer held;
    private boolean tellsEnd;
    private boolean sourceEnded;
    private boolean yieldsBuffers;
    private boolean awaitsBuffer;
    private boolean stopped;

    /** @param openSink called once, when the first bytes, the end, or a pause of the source is there to be passed on */
    Pump(ByteSource source, Supplier<ByteSink> openSink, ByteBufferPool pool, IoLoop loop, Events events) {
        this.source = source;
        this.openSink = openSink;
        this.pool = pool;
        this.loop = loop;
        this.events = events;
        source.onReadable(this::run);
    }

    /** Reading nothing from the source tells whether it is over, and costs no system call. */
    void sourceTellsEnd() {
        tellsEnd = true;
    }

    /** While memory is tight, others have the buffers. */
    void yieldBuffers() {
        yieldsBuffers = true;
    }

    /**
     * Begins with what was read of the body before; the buffer is the pump's from now on.
     *
     * @param isAll whether nothing comes after it
     */
    void start(@Nullable PooledByteBuffer first, boolean isAll) {
        held = first;
        if (isAll) {
            sourceEnded = true;
            events.sourceEnded();
        }
        run();
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

    /** Moves what can be moved now and waits, without blocking, for the rest. */
    void run() {
        try {
            move();
        } catch (OutOfBuffersException e) {
            stop();
            events.sourceFailed(new IOException(e.getMessage(), e));
        }
    }

    private void move() {
        for (int moved = 0; !stopped && moved < loop.buffersPerTurn(); moved++) {
            boolean allRead = sourceEnded && held == null;
            boolean goOn = allRead ? finish() : (fill() && drain());
            if (!goOn) {
                return;
            }
        }
        if (!stopped) {
            // An IO thread does what is queued before it looks at other connections, so only readiness lets them in.
            sink().resumeWrites();
        }
    }

    /** Whether it is the sink's turn to move: bytes, or the end of them, wait for it. */
    boolean waitsForSink() {
        return held != null || sourceEnded;
    }

    /** Stops a pump that may not have been made yet. */
    static void stopIfMade(@Nullable Pump pump) {
        if (pump != null) {
            pump.stop();
        }
    }

    /** Gives the buffer back and listens no more; the channels are the owner's to close. */
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

    /** True if there are bytes to write. */
    private boolean fill() {
        if (held != null) {
            return true;
        }
        if (yieldsBuffers && (awaitsBuffer || !loop.memory().hasBuffersForBodies())) {
            awaitBuffer();
            return false;
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
                awaitSource();
                return false;
            }
            buffer.flip();
            keep = true;
            held = pooled;
            events.moved(read);
            if (tellsEnd && source.read(NO_BYTES) < 0) {
                sourceEnded = true;
                events.sourceEnded();
            }
            return true;
        } catch (IOException e) {
            stop();
            events.sourceFailed(e);
            return false;
        } finally {
            if (!keep) {
                pooled.close();
            }
        }
    }

    private void awaitSource() {
        if (flush(sink())) {
            source.resumeReads();
        }
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

    /** Whether it waits for others to give their buffers back. */
    boolean waitsForMemory() {
        return awaitsBuffer;
    }

    /** Has what was written go out; false if that is impossible. */
    private boolean flush(ByteSink sink) {
        try {
            if (sink.flush()) {
                sink.suspendWrites();
            } else {
                sink.resumeWrites();
            }
            return true;
        } catch (IOException e) {
            return sinkFailed(e);
        }
    }

    /** True if the buffer is empty again. */
    private boolean drain() {
        PooledByteBuffer pooled = held;
        if (pooled == null) {
            return true;
        }
        ByteBuffer buffer = pooled.getBuffer();
        try {
            while (buffer.hasRemaining()) {
                if (sink().write(buffer) == 0) {
                    awaitSink();
                    return false;
                }
            }
        } catch (IOException e) {
            return sinkFailed(e);
        }
        held = null;
        pooled.close();
        return true;
    }

    private void awaitSink() {
        // A source that has ended may serve somebody else by now.
        if (!sourceEnded) {
            source.suspendReads();
        }
        sink().resumeWrites();
    }

    /** Always false: nothing is left to move. */
    private boolean finish() {
        try {
            sink().end();
            if (!sink().flush()) {
                awaitSink();
                return false;
            }
        } catch (IOException e) {
            return sinkFailed(e);
        }
        stop();
        events.finished();
        return false;
    }

    /** Always false: nothing can be moved any more. */
    private boolean sinkFailed(IOException e) {
        stop();
        events.sinkFailed(e);
        return false;
    }
}
