package faas.gateway.http.h2;

import faas.gateway.http.reply.ConnectionSettings;
import faas.gateway.io.Deadline;
import faas.gateway.io.IoLoop;
import faas.gateway.io.MemoryShare;
import faas.gateway.io.OutOfBuffersException;
import faas.gateway.proxy.CallerMistake;
import io.undertow.connector.PooledByteBuffer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
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
    /** Estimated heap of a connection, and of what TLS adds to it. */
    private static final long HEAP_BYTES = 16 * 1024;

    private static final long TLS_HEAP_BYTES = 40 * 1024;

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
    private final Http2Streams streams;
    private final FrameReader reader;
    private final Deadline idle = new Deadline() {
        @Override
        protected void expired() {
            idleForTooLong();
        }
    };
    private final Deadline unread = new Deadline() {
        @Override
        protected void expired() {
            close();
        }
    };
    private boolean flushing;
    private boolean draining;
    private boolean ending;
    private boolean closed;
    private long unreadSinceNanos = Long.MAX_VALUE;

    Http2Connection(
            StreamConnection connection, IoLoop loop, ConnectionSettings settings, Consumer<Http2Connection> onClosed) {
        this.connection = connection;
        this.source = connection.getSourceChannel();
        this.sink = connection.getSinkChannel();
        this.loop = loop;
        this.settings = settings;
        this.onClosed = onClosed;
        InetSocketAddress peer = connection.getPeerAddress(InetSocketAddress.class);
        this.client = peer == null ? InetAddress.getLoopbackAddress() : peer.getAddress();
        this.output = new FrameOutput(sink.getConduit(), settings.buffers());
        this.streams = new Http2Streams(this, loop, settings, output);
        this.reader = new FrameReader(streams, settings.limits().maxHeaderBytes() + Frames.MAX_BYTES);
    }

    void start(PooledByteBuffer first) {
        loop.memory().add(this, isSecure() ? HEAP_BYTES + TLS_HEAP_BYTES : HEAP_BYTES);
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
        PooledByteBuffer pooled = settings.buffers().allocate();
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
        if (!flushing && !closed) {
            flushing = true;
            loop.execute(this::flush);
        }
    }

    private void flush() {
        flushing = false;
        if (closed) {
            return;
        }
        try {
            if (output.flush()) {
                unreadSinceNanos = Long.MAX_VALUE;
                loop.deadlines().clear(unread);
                if (ending) {
                    sink.shutdownWrites();
                    sink.flush();
                } else if (streams.canGoOn()) {
                    wakeWhenWritable();
                }
            } else {
                awaitWritable();
            }
        } catch (IOException e) {
            gone();
        } catch (OutOfBuffersException e) {
            gone();
        }
    }

    private void awaitWritable() {
        if (output.isOverfull()) {
            gone();
            return;
        }
        if (unreadSinceNanos == Long.MAX_VALUE) {
            unreadSinceNanos = loop.deadlines().nowNanos();
            loop.deadlines().set(unread, unreadSinceNanos + settings.timeoutNanos());
        }
        sink.resumeWrites();
    }

    /** Has the streams that wait try again once the connection takes bytes, after others had their turn. */
    void wakeWhenWritable() {
        sink.resumeWrites();
    }

    private void writable() {
        sink.suspendWrites();
        unreadSinceNanos = Long.MAX_VALUE;
        flush();
        if (!closed && !ending && !output.isCongested()) {
            try {
                streams.wakeWriters();
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
        loop.deadlines().set(idle, loop.deadlines().nowNanos() + settings.limits().keepAlive().toNanos());
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
        settings.receiver().refused(new CallerMistake.BadRequest(String.valueOf(error.getMessage())));
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
        flush();
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
        loop.deadlines().clear(unread);
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
        return Math.min(unreadSinceNanos, streams.stalledSinceNanos());
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
