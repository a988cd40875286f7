package faas.gateway.http.h2;

import faas.gateway.http.h2.frame.ConnectionError;
import faas.gateway.http.h2.frame.FrameOutput;
import faas.gateway.http.h2.frame.FrameReader;
import faas.gateway.http.h2.frame.Frames;
import faas.gateway.http.h2.frame.OutputFlusher;
import faas.gateway.http.reply.ConnectionSettings;
import faas.gateway.http.reply.HeapCost;
import faas.gateway.http.tls.Peer;
import faas.gateway.io.Deadline;
import faas.gateway.io.IoLoop;
import faas.gateway.io.MemoryHolder;
import faas.gateway.io.OutOfBuffersException;
import faas.gateway.proxy.call.ClientError;
import io.undertow.connector.PooledByteBuffer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.xnio.IoUtils;
import org.xnio.StreamConnection;
import org.xnio.conduits.ConduitStreamSinkChannel;
import org.xnio.conduits.ConduitStreamSourceChannel;

/**
 * A client's connection over HTTP/2 (RFC 9113): reads and writes bytes, enforces timeouts, and closes. {@link Http2Streams}
 * handles the frames. Used on the connection's IO thread.
 */
final class Http2Connection extends MemoryHolder {
    /** Buffers read before other connections get their turn. */
    private static final int READS_PER_TURN = 8;

    /** How long a client may take to read the GOAWAY before its connection is closed. */
    private static final long LINGER_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final StreamConnection connection;
    private final ConduitStreamSourceChannel source;
    private final ConduitStreamSinkChannel sink;
    private final IoLoop loop;
    private final ConnectionSettings settings;
    private final Consumer<Http2Connection> onClosed;
    private final Peer client;
    private final FrameOutput output;
    private final OutputFlusher flusher;
    private final Http2Streams streams;
    private final FrameReader reader;
    private final Deadline idle = new Deadline() {
        @Override
        protected void expired() {
            idleTimeout();
        }
    };
    private boolean draining;
    private boolean ending;
    private boolean closed;

    Http2Connection(Peer client, IoLoop loop, ConnectionSettings settings, Consumer<Http2Connection> onClosed) {
        this.connection = client.connection();
        this.source = connection.getSourceChannel();
        this.sink = connection.getSinkChannel();
        this.loop = loop;
        this.settings = settings;
        this.onClosed = onClosed;
        this.client = client;
        this.output = new FrameOutput(sink.getConduit(), settings.buffers());
        this.flusher = new OutputFlusher(output, sink, loop, settings.timeoutNanos(), this::flushed, this::close);
        this.streams = new Http2Streams(this, loop, settings, output);
        this.reader =
                new FrameReader(streams, streams.dataFrames(), settings.limits().maxHeaderBytes() + Frames.MAX_BYTES);
    }

    void start(PooledByteBuffer first) {
        loop.memory().add(this, HeapCost.ofHttp2(connection));
        source.setReadListener(channel -> readable());
        sink.setWriteListener(channel -> writable());
        connection.setCloseListener(channel -> close());
        streams.begin();
        startIdleTimeout();
        try (first) {
            reader.read(first.getBuffer());
        } catch (ConnectionError e) {
            connectionError(e);
        } catch (OutOfBuffersException e) {
            close();
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

    Peer client() {
        return client;
    }

    private void readable() {
        try {
            for (int reads = 0; reads < READS_PER_TURN && !closed; reads++) {
                if (!read()) {
                    return;
                }
            }
        } catch (ConnectionError e) {
            connectionError(e);
        } catch (OutOfBuffersException e) {
            close();
        }
    }

    /** Returns false if there is nothing to read. */
    private boolean read() throws ConnectionError {
        PooledByteBuffer pooled = settings.readBuffers().allocate();
        try {
            ByteBuffer buffer = pooled.getBuffer().clear();
            int read = source.read(buffer);
            if (read < 0) {
                close();
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
            close();
            return false;
        } finally {
            pooled.close();
        }
    }

    /** Schedules a flush after the thread's current work, so that many frames are sent in one write. */
    void flushSoon() {
        flusher.flushSoon();
    }

    /** All waiting frames have been sent. */
    private void flushed() {
        if (ending) {
            flusher.shutdown();
        } else if (streams.waiting().canWrite()) {
            wakeWhenWritable();
        }
    }

    /** Wakes the waiting streams once the connection is writable, after other connections had their turn. */
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
                close();
            }
        }
    }

    /** The last stream has ended. */
    void streamsEnded() {
        if (closed || ending) {
            return;
        }
        if (draining || streams.isClientGoingAway()) {
            goAway(Frames.NO_ERROR);
        } else {
            startIdleTimeout();
        }
    }

    /** A stream was opened. */
    void streamStarted() {
        loop.deadlines().clear(idle);
    }

    private void startIdleTimeout() {
        startTimeout(settings.limits().keepAlive().toNanos());
    }

    private void startTimeout(long nanos) {
        loop.deadlines().clear(idle);
        loop.deadlines().set(idle, loop.deadlines().nowNanos() + nanos);
    }

    private void idleTimeout() {
        if (ending) {
            close();
        } else {
            goAway(Frames.NO_ERROR);
        }
    }

    /** Asks the client to use another connection. Further calls on this one are still served. */
    void announceGoAway() {
        if (!closed && !ending) {
            output.goAway(Frames.MAX_STREAM_ID, Frames.NO_ERROR);
            flushSoon();
        }
    }

    /** Closes the connection once it has no call in flight. */
    @Override
    protected void drain() {
        draining = true;
        if (streams.isEmpty()) {
            streamsEnded();
        }
    }

    /** Closes the connection now, with all calls in flight. */
    void goAwayNow() {
        if (!closed && !ending) {
            goAway(Frames.NO_ERROR);
        }
    }

    private void connectionError(ConnectionError error) {
        if (closed || ending) {
            return;
        }
        settings.receiver().connectionFailed(new ClientError.BadRequest(String.valueOf(error.getMessage())));
        goAway(error.code());
    }

    /** Sends a GOAWAY, cancels all calls, and closes the connection after a moment. */
    private void goAway(int code) {
        ending = true;
        output.goAway(streams.lastId(), code);
        streams.cancelAll();
        if (closed) {
            return;
        }
        startTimeout(LINGER_NANOS);
        flusher.flush();
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
        streams.cancelAll();
    }

    boolean isOpen() {
        return !closed && !ending;
    }

    @Override
    protected boolean isIdle() {
        return streams.isEmpty() && !reader.isInsideHead();
    }

    @Override
    protected long stalledSinceNanos() {
        return Math.min(flusher.stalledSinceNanos(), streams.stalledSinceNanos());
    }

    @Override
    protected Object address() {
        return client.address();
    }

    @Override
    protected void shed() {
        close();
    }
}
