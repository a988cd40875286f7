package faas.gateway.http.h1;

import faas.gateway.http.reply.ConnectionSettings;
import faas.gateway.io.Deadline;
import faas.gateway.io.IoLoop;
import faas.gateway.io.MemoryShare;
import faas.gateway.io.OutOfBuffersException;
import faas.gateway.proxy.CallerMistake;
import faas.gateway.proxy.Problem;
import faas.gateway.wire.HeadWriter;
import faas.gateway.wire.Inbound;
import faas.gateway.wire.MalformedMessage;
import faas.gateway.wire.Outbound;
import io.undertow.connector.PooledByteBuffer;
import io.undertow.util.HttpString;
import io.undertow.util.ParserUtils;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.xnio.IoUtils;
import org.xnio.StreamConnection;
import org.xnio.conduits.ConduitStreamSinkChannel;
import org.xnio.conduits.ConduitStreamSourceChannel;
import org.xnio.ssl.SslConnection;

/**
 * A client's connection that carries one call after the other. Used on its IO thread.
 *
 * <p>It goes on reading while a call is served, as far as a buffer holds, so that a client that goes away is noticed at once.
 */
final class Http1Connection extends MemoryShare.Holder {
    /** Estimated heap of a connection, of what TLS adds to it, and of a call. */
    private static final long HEAP_BYTES = 3 * 1024;

    private static final long TLS_HEAP_BYTES = 40 * 1024;
    private static final long CALL_HEAP_BYTES = 8 * 1024;

    /** Requests sent without waiting that are served before other connections get their turn. */
    private static final int REQUESTS_PER_TURN = 32;

    private static final long NOT_STALLED = Long.MAX_VALUE;

    private final StreamConnection connection;
    private final ConduitStreamSourceChannel source;
    private final ConduitStreamSinkChannel sink;
    private final Inbound in;
    private final Outbound out;
    private final IoLoop loop;
    private final ConnectionSettings settings;
    private final Http1Listener.Shared shared;
    private final InetAddress client;
    private final Deadline deadline = new Deadline() {
        @Override
        protected void expired() {
            deadlinePassed();
        }
    };
    private @Nullable Http1Exchange exchange;
    private @Nullable Runnable drained;
    private boolean headBegun;
    private boolean parsing;
    private boolean closed;
    private boolean raw;
    private long stalledSinceNanos = NOT_STALLED;

    Http1Connection(StreamConnection connection, IoLoop loop, ConnectionSettings settings, Http1Listener.Shared shared) {
        this.connection = connection;
        this.source = connection.getSourceChannel();
        this.sink = connection.getSinkChannel();
        this.loop = loop;
        this.settings = settings;
        this.shared = shared;
        this.in = new Inbound(source.getConduit(), settings.buffers());
        this.out = new Outbound(sink.getConduit(), settings.buffers());
        this.client = connection.getPeerAddress(InetSocketAddress.class).getAddress();
        source.setConduit(in);
        sink.setConduit(out);
    }

    void start(PooledByteBuffer first) {
        in.begin(first);
        loop.memory().add(this, isSecure() ? HEAP_BYTES + TLS_HEAP_BYTES : HEAP_BYTES);
        source.setReadListener(channel -> readable());
        sink.setWriteListener(channel -> writable());
        connection.setCloseListener(channel -> {
            if (!raw) {
                gone();
            }
        });
        readable();
    }

    IoLoop loop() {
        return loop;
    }

    ConnectionSettings settings() {
        return settings;
    }

    HeadWriter writer() {
        return shared.writer();
    }

    Inbound in() {
        return in;
    }

    Outbound out() {
        return out;
    }

    InetAddress client() {
        return client;
    }

    boolean isSecure() {
        return connection instanceof SslConnection;
    }

    ConduitStreamSourceChannel source() {
        return source;
    }

    ConduitStreamSinkChannel sink() {
        return sink;
    }

    private void readable() {
        try {
            if (drained != null) {
                drain();
            } else if (exchange == null) {
                readHeads();
            } else if (exchange.isReading()) {
                exchange.readable();
            } else {
                readAhead();
            }
        } catch (OutOfBuffersException e) {
            close();
        }
    }

    /** While a call is served: the client may go away. */
    private void readAhead() {
        try {
            if (!in.readAhead()) {
                gone();
                return;
            }
        } catch (IOException e) {
            gone();
            return;
        }
        if (in.isFull()) {
            source.suspendReads();
        }
    }

    /** Looks out for the end of the connection while nobody reads the body. */
    void watchForEnd() {
        if (!in.isFull()) {
            in.awaitMore();
        }
    }

    private void readHeads() {
        parsing = true;
        try {
            for (int requests = 0; exchange == null && drained == null && !closed; requests++) {
                if (requests == REQUESTS_PER_TURN) {
                    yieldToOthers();
                    return;
                }
                if (!readHead()) {
                    return;
                }
            }
        } finally {
            parsing = false;
        }
    }

    /** An IO thread does what is queued before it looks at other connections, so only readiness lets them in. */
    private void yieldToOthers() {
        sink.setWriteListener(channel -> {
            sink.suspendWrites();
            sink.setWriteListener(writable -> writable());
            readable();
        });
        sink.resumeWrites();
    }

    /** False if there is no whole head yet, or no connection any more. */
    private boolean readHead() {
        RequestHead head;
        try {
            head = in.head(shared.parser());
        } catch (UnknownVersion e) {
            refuse(new CallerMistake.UnknownVersion(e.version()));
            return true;
        } catch (MalformedMessage e) {
            refuse(new CallerMistake.BadRequest(Objects.requireNonNullElse(e.getMessage(), "")));
            return true;
        } catch (IOException e) {
            close();
            return false;
        }
        if (head != null) {
            serve(head);
            return true;
        }
        int first = in.peek();
        if (first >= 0 && first != '\r' && !ParserUtils.isTokenChar((byte) first)) {
            refuse(new CallerMistake.BadRequest("The request does not begin with a method."));
            return true;
        }
        awaitHead();
        return false;
    }

    private void awaitHead() {
        boolean begun = in.hasReadAhead();
        if (!begun || !headBegun) {
            long nanos = (begun ? settings.limits().headTimeout() : settings.limits().keepAlive()).toNanos();
            loop.deadlines().clear(deadline);
            loop.deadlines().set(deadline, loop.deadlines().nowNanos() + nanos);
            stalledSinceNanos = begun ? loop.deadlines().nowNanos() : NOT_STALLED;
        }
        headBegun = begun;
        in.awaitMore();
    }

    private void serve(RequestHead head) {
        String mistake = HostCheck.mistake(head);
        in.begin(head.framing());
        Http1Exchange begun = begin(new Http1Exchange(this, head));
        if (mistake != null) {
            begun.last();
        }
        settings.receiver().receive(begun, mistake == null ? null : new CallerMistake.BadRequest(mistake));
        if (exchange == begun && !begun.isReading()) {
            watchForEnd();
        }
    }

    private Http1Exchange begin(Http1Exchange begun) {
        exchange = begun;
        headBegun = false;
        stalledSinceNanos = NOT_STALLED;
        loop.deadlines().clear(deadline);
        loop.memory().charge(this, CALL_HEAP_BYTES);
        return begun;
    }

    /** What cannot be read as a request is refused, and nothing behind it is read. */
    private void refuse(Problem problem) {
        RequestHead none = new RequestHead(new HttpString("-"), "", true);
        in.discard();
        Http1Exchange begun = begin(new Http1Exchange(this, none));
        begun.unreadable();
        settings.receiver().receive(begun, problem);
    }

    /** The call is over, and its response out. */
    void over(boolean persistent, boolean bodyEnded) {
        exchange = null;
        stalledSinceNanos = NOT_STALLED;
        loop.deadlines().clear(deadline);
        loop.memory().charge(this, -CALL_HEAP_BYTES);
        if (closed) {
            return;
        }
        if (persistent && bodyEnded) {
            next();
        } else if (!persistent && bodyEnded && !in.hasReadAhead()) {
            close();
        } else {
            drainThen(persistent ? this::next : this::close, persistent);
        }
    }

    private void next() {
        drained = null;
        loop.deadlines().clear(deadline);
        if (!parsing) {
            readable();
        }
    }

    /**
     * Reads and drops what the client still sends: closing at once would have the system throw away what the client has not
     * read of its response.
     */
    private void drainThen(Runnable then, boolean persistent) {
        drained = then;
        loop.deadlines().set(deadline, loop.deadlines().nowNanos() + settings.timeoutNanos());
        stalledSinceNanos = loop.deadlines().nowNanos();
        try {
            if (!persistent) {
                in.discard();
                in.leaveHttp();
                out.leaveHttp();
                sink.shutdownWrites();
            }
        } catch (IOException e) {
            close();
            return;
        }
        drain();
    }

    private void drain() {
        Runnable then = Objects.requireNonNull(drained);
        PooledByteBuffer pooled = settings.buffers().allocate();
        try {
            ByteBuffer buffer = pooled.getBuffer();
            // A client that sends without end lets others in between.
            for (int turns = 0; turns < REQUESTS_PER_TURN; turns++) {
                int read = in.read(buffer.clear());
                if (read < 0) {
                    then.run();
                    return;
                }
                if (read == 0) {
                    break;
                }
            }
            source.resumeReads();
        } catch (IOException e) {
            close();
        } finally {
            pooled.close();
        }
    }

    /** From now on bytes pass as they are, and whoever passes them listens. */
    void leaveHttp() {
        loop.deadlines().clear(deadline);
        stalledSinceNanos = NOT_STALLED;
        raw = true;
        in.leaveHttp();
        out.leaveHttp();
    }

    /** Something waits for the client to read it. */
    void awaitWritable() {
        if (stalledSinceNanos == NOT_STALLED) {
            stalledSinceNanos = loop.deadlines().nowNanos();
            loop.deadlines().set(deadline, stalledSinceNanos + settings.timeoutNanos());
        }
        sink.resumeWrites();
    }

    /** The client has read some of it, or nothing waits. */
    void progressed() {
        stalledSinceNanos = NOT_STALLED;
    }

    /** The body is awaited. */
    void awaitBody() {
        stalledSinceNanos = loop.deadlines().nowNanos();
        source.resumeReads();
    }

    private void writable() {
        if (exchange == null) {
            sink.suspendWrites();
            return;
        }
        try {
            exchange.writable();
        } catch (OutOfBuffersException e) {
            close();
        }
    }

    private void deadlinePassed() {
        if (exchange == null) {
            close();
            return;
        }
        if (stalledSinceNanos == NOT_STALLED || !exchange.awaitsClientToRead()) {
            return;
        }
        long dueNanos = stalledSinceNanos + settings.timeoutNanos();
        if (loop.deadlines().nowNanos() - dueNanos >= 0) {
            gone();
        } else {
            loop.deadlines().set(deadline, dueNanos);
        }
    }

    private void gone() {
        Http1Exchange cut = exchange;
        if (cut != null && !closed) {
            cut.clientGone();
        }
        close();
    }

    void close() {
        if (closed) {
            return;
        }
        closed = true;
        Http1Exchange cut = exchange;
        exchange = null;
        loop.deadlines().clear(deadline);
        loop.memory().remove(this);
        in.discard();
        out.discard();
        IoUtils.safeClose(connection);
        if (cut != null) {
            cut.cutOff();
        }
    }

    @Override
    protected boolean isIdle() {
        return exchange == null && drained == null && !headBegun;
    }

    @Override
    protected long stalledSinceNanos() {
        return stalledSinceNanos;
    }

    @Override
    protected Object address() {
        return client;
    }

    @Override
    protected void shed() {
        gone();
    }
}
