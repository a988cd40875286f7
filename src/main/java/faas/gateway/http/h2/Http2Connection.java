package faas.gateway.http.h2;

import faas.gateway.http.h2.frame.ConnectionError;
import faas.gateway.http.h2.frame.FrameOutput;
import faas.gateway.http.h2.frame.FrameReader;
import faas.gateway.http.h2.frame.Frames;
import faas.gateway.http.h2.frame.OutputFlusher;
import faas.gateway.http.reply.ConnectionSettings;
import faas.gateway.http.reply.HeapCost;
import faas.gateway.io.Deadline;
import faas.gateway.io.IoLoop;
import faas.gateway.io.MemoryShare;
import faas.gateway.io.OutOfBuffersException;
import faas.gateway.proxy.CallerMistake;
import io.undertow.connector.PooledByteBuffer;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.xnio.IoUtils;
import org.xnio.StreamConnection;
import org.xnio.conduits.ConduitStreamSinkChannel;
import org.xnio.conduits.ConduitStreamSourceChannel;
import org.xnio.ssl.SslConnection;

/**
 * A client's connection that carries its calls as streams (RFC 9113): bytes in and out, deadlines, and the end. What the frames
 * mean is up to {@link Http2Streams}. Used on the connection's IO thread.
 */
final class Http2Connection extends MemoryShare.Holder {
    /** Buffers read before other connections get their turn. */
    private static final int READS_PER_TURN = 8;

    /** How long a client may take to read why its connection ends. */
    private static final long LINGER_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final StreamConnection connection;
    private final ConduitStreamSourceChannel source;
    private final ConduitStreamSinkChannel sink;
    private final IoLoop loop;
    private final ConnectionSettings settings;
    private final Consumer<Http2Connection> onClosed;
    private final InetAddress client;
    private final FrameOutput output;
    private final OutputFlusher flusher;
    private final Http2Streams streams;
    private final FrameReader reader;
    private final Deadline idle = new Deadline() {
        @Override
        protected void expired() {
            idleForTooLong();
        }
    };
    private boolean draining;
    private boolean ending;
    private boolean closed;

    Http2Connection(
            StreamConnection connection,
            InetAddress client,
            IoLoop loop,
            ConnectionSettings settings,
            Consumer<Http2Connection> onClosed) {
        this.connection = connection;
        this.source = connection.getSourceChannel();
        this.sink = connection.getSinkChannel();
        this.loop = loop;
        this.settings = settings;
        this.onClosed = onClosed;
        this.client = client;
        this.output = new FrameOutput(sink.getConduit(), settings.buffers());
        this.flusher = new OutputFlusher(output, sink, loop, settings.timeoutNanos(), this::flushed, this::gone);
        this.streams = new Http2Streams(this, loop, settings, output);
        this.reader =
                new FrameReader(streams, streams.bodies(), settings.limits().maxHeaderBytes() + Frames.MAX_BYTES);
    }

    void start(PooledByteBuffer first) {
        loop.memory().add(this, HeapCost.ofHttp2(connection));
        source.setReadListener(channel -> readable());
        sink.setWriteListener(channel -> writable());
        connection.setCloseListener(channel -> gone());
        streams.begin();
        awaitCall();
        try (first) {
            reader.read(first.getBuffer());
        } catch (ConnectionError e) {
            fail(e);
        } catch (OutOfBuffersException e) {
            gone();
        }
        if (!closed) {
            flushSoon();
            readable();
            source.resumeReads();
        }
    }

    IoLoop loop() {
        return loop;
    }

    InetAddress client() {
        return client;
    }

    boolean isSecure() {
        return connection instanceof SslConnection;
    }

    private void readable() {
        try {
            for (int reads = 0; reads < READS_PER_TURN && !closed; reads++) {
                if (!read()) {
                    return;
                }
            }
        } catch (ConnectionError e) {
            fail(e);
        } catch (OutOfBuffersException e) {
            gone();
        }
    }

    /** False if there is nothing to read. */
    private boolean read() throws ConnectionError {
        PooledByteBuffer pooled = settings.readBuffers().allocate();
        try {
            ByteBuffer buffer = pooled.getBuffer().clear();
            int read = source.read(buffer);
            if (read < 0) {
                gone();
                return false;
            }
            if (read == 0) {
                return false;
            }
            buffer.flip();
            if (!ending) {
                reader.read(buffer);
            }
            return true;
        } catch (IOException e) {
            gone();
            return false;
        } finally {
            pooled.close();
        }
    }

    /** Has what waits written once the thread is done with what it does now, so that many frames go out in one write. */
    void flushSoon() {
        flusher.flushSoon();
    }

    /** What waited is out. */
    private void flushed() {
        if (ending) {
            flusher.shutdown();
        } else if (streams.waiting().canGoOn()) {
            wakeWhenWritable();
        }
    }

    /** Has the streams that wait try again once the connection takes bytes, after others had their turn. */
    void wakeWhenWritable() {
        sink.resumeWrites();
    }

    private void writable() {
        sink.suspendWrites();
        flusher.flush();
        if (!closed && !ending && !output.isCongested()) {
            try {
                streams.waiting().wake();
            } catch (OutOfBuffersException e) {
                gone();
            }
        }
    }

    /** The last stream has ended. */
    void noStreams() {
        if (closed || ending) {
            return;
        }
        if (draining || streams.isClientGoingAway()) {
            goAway(Frames.NO_ERROR);
        } else {
            awaitCall();
        }
    }

    /** A stream has begun. */
    void begun() {
        loop.deadlines().clear(idle);
    }

    private void awaitCall() {
        loop.deadlines().clear(idle);
        loop.deadlines()
                .set(
                        idle,
                        loop.deadlines().nowNanos()
                                + settings.limits().keepAlive().toNanos());
    }

    private void idleForTooLong() {
        if (ending) {
            close();
        } else {
            goAway(Frames.NO_ERROR);
        }
    }

    /** Has the client make further calls on another connection; those that come are served all the same. */
    void leave() {
        if (!closed && !ending) {
            output.goAway(Frames.MAX_STREAM_ID, Frames.NO_ERROR);
            flushSoon();
        }
    }

    /** Closes the connection in order once it carries no call. */
    void drain() {
        draining = true;
        if (streams.isEmpty()) {
            noStreams();
        }
    }

    /** Closes the connection now, whatever it carries. */
    void goAwayNow() {
        if (!closed && !ending) {
            goAway(Frames.NO_ERROR);
        }
    }

    private void fail(ConnectionError error) {
        if (closed || ending) {
            return;
        }
        settings.receiver().connectionFailed(new CallerMistake.BadRequest(String.valueOf(error.getMessage())));
        goAway(error.code());
    }

    /** Says goodbye and why; the client gets a moment to read it. */
    private void goAway(int code) {
        ending = true;
        output.goAway(streams.last(), code);
        streams.cutOffAll();
        if (closed) {
            return;
        }
        loop.deadlines().clear(idle);
        loop.deadlines().set(idle, loop.deadlines().nowNanos() + LINGER_NANOS);
        flusher.flush();
    }

    private void gone() {
        if (!closed) {
            close();
        }
    }

    void close() {
        if (closed) {
            return;
        }
        closed = true;
        ending = true;
        loop.deadlines().clear(idle);
        flusher.close();
        loop.memory().remove(this);
        output.discard();
        IoUtils.safeClose(connection);
        onClosed.accept(this);
        streams.cutOffAll();
    }

    boolean isOpen() {
        return !closed && !ending;
    }

    @Override
    protected boolean isIdle() {
        return streams.isEmpty() && !reader.isAmidHead();
    }

    @Override
    protected long stalledSinceNanos() {
        return Math.min(flusher.stalledSinceNanos(), streams.stalledSinceNanos());
    }

    @Override
    protected Object address() {
        return client;
    }

    @Override
    protected void shed() {
        close();
    }
}
