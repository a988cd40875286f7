package faas.gateway.http.h1;

import faas.gateway.http.reply.ConnectionSettings;
import faas.gateway.http.reply.HeapCost;
import faas.gateway.http1.HeadWriter;
import faas.gateway.io.IoLoop;
import faas.gateway.io.MemoryShare;
import faas.gateway.io.OutOfBuffersException;
import faas.gateway.proxy.call.Problem;
import io.undertow.connector.PooledByteBuffer;
import io.undertow.util.HttpString;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A client's connection that carries one call after the other. Used on its IO thread.
 *
 * <p>It goes on reading while a call is served, as far as a buffer holds, so that a client that goes away is noticed at once.
 */
final class Http1Connection extends MemoryShare.Holder {
    /** Requests sent without waiting that are served before other connections get their turn. */
    private static final int REQUESTS_PER_TURN = 32;

    private final Http1Socket socket;
    private final IoLoop loop;
    private final ConnectionSettings settings;
    private final Http1Listener.Shared shared;
    private final RequestReader reader;
    private final ClientDeadline deadline;
    private @Nullable Http1Exchange exchange;
    private @Nullable RequestDrain drain;
    private boolean headBegun;
    private boolean parsing;
    private boolean closed;
    private boolean raw;

    Http1Connection(Http1Socket socket, IoLoop loop, ConnectionSettings settings, Http1Listener.Shared shared) {
        this.socket = socket;
        this.loop = loop;
        this.settings = settings;
        this.shared = shared;
        this.reader = new RequestReader(socket.in(), shared.parser());
        this.deadline = new ClientDeadline(loop.deadlines(), this::waitedTooLong);
    }

    void start(PooledByteBuffer first) {
        socket.in().begin(first);
        loop.memory().add(this, HeapCost.of(socket.connection()));
        socket.source().setReadListener(channel -> readable());
        socket.sink().setWriteListener(channel -> writable());
        socket.connection().setCloseListener(channel -> {
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

    Http1Socket socket() {
        return socket;
    }

    private void readable() {
        try {
            if (drain != null) {
                drain.readable();
            } else if (exchange == null) {
                readHeads();
            } else if (exchange.isReading()) {
                exchange.readable();
            } else {
                readAhead();
            }
        } catch (OutOfBuffersException e) {
            gone();
        }
    }

    /** While a call is served: the client may go away. */
    private void readAhead() {
        boolean open;
        try {
            open = socket.in().readAhead();
        } catch (IOException e) {
            open = false;
        }
        if (!open) {
            gone();
        } else if (socket.in().isFull()) {
            socket.source().suspendReads();
        }
    }

    private void readHeads() {
        parsing = true;
        try {
            for (int requests = 0; exchange == null && drain == null && !closed; requests++) {
                if (requests == REQUESTS_PER_TURN) {
                    socket.afterOthers(this::readable, this::writable);
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

    /** False if there is no whole head yet, or no connection any more. */
    private boolean readHead() {
        return switch (reader.read()) {
            case RequestReader.Found.Head(RequestHead head) -> {
                serve(head);
                yield true;
            }
            case RequestReader.Found.Mistake(Problem problem) -> {
                refuse(problem);
                yield true;
            }
            case RequestReader.Found.Nothing() -> {
                awaitHead();
                yield false;
            }
            case RequestReader.Found.End() -> {
                close();
                yield false;
            }
        };
    }

    private void awaitHead() {
        boolean begun = socket.in().hasReadAhead();
        if (!begun || !headBegun) {
            deadline.begin(
                    (begun ? settings.limits().headTimeout() : settings.limits().keepAlive()).toNanos());
        }
        headBegun = begun;
        socket.in().awaitMore();
    }

    private void serve(RequestHead head) {
        socket.in().begin(head.framing());
        Http1Exchange begun = begin(new Http1Exchange(this, head));
        settings.receiver().receive(begun, null);
        if (exchange == begun && !begun.isReading()) {
            socket.watchForEnd();
        }
    }

    private Http1Exchange begin(Http1Exchange begun) {
        exchange = begun;
        headBegun = false;
        deadline.end();
        loop.memory().startCall(this, begun.heapBytes());
        return begun;
    }

    /** What cannot be read as a request is refused, and nothing behind it is read. */
    private void refuse(Problem problem) {
        RequestHead none = new RequestHead(new HttpString("-"), "", true);
        socket.in().discard();
        Http1Exchange begun = begin(new Http1Exchange(this, none));
        begun.unreadable();
        settings.receiver().receive(begun, problem);
    }

    /** The call is over, and its response out. */
    void over(boolean persistent, boolean bodyEnded) {
        if (exchange != null) {
            loop.memory().endCall(this, exchange.heapBytes());
        }
        exchange = null;
        deadline.end();
        if (closed) {
            return;
        }
        if (persistent && bodyEnded) {
            next();
        } else if (!persistent && bodyEnded && !socket.in().hasReadAhead()) {
            close();
        } else {
            drainThen(persistent ? this::next : this::close, persistent);
        }
    }

    private void next() {
        drain = null;
        deadline.end();
        if (!parsing) {
            readable();
        }
    }

    private void drainThen(Runnable then, boolean persistent) {
        drain = new RequestDrain(socket, settings.readBuffers(), then, this::close);
        deadline.begin(settings.timeoutNanos());
        drain.begin(persistent);
    }

    /** From now on bytes pass as they are, and whoever passes them listens. */
    void switchToRaw() {
        deadline.end();
        raw = true;
        socket.switchToRaw();
    }

    /** Something waits for the client to read it. */
    void awaitWritable() {
        deadline.beginUnlessBegun(settings.timeoutNanos());
        socket.sink().resumeWrites();
    }

    /** The client has read some of it, or nothing waits. */
    void progressed() {
        deadline.progressed();
    }

    /** The body is awaited; whoever reads it sees to how long. */
    void awaitBody() {
        deadline.note();
        socket.source().resumeReads();
    }

    private void writable() {
        if (exchange == null) {
            socket.sink().suspendWrites();
            return;
        }
        try {
            exchange.writable();
        } catch (OutOfBuffersException e) {
            gone();
        }
    }

    private void waitedTooLong() {
        if (exchange == null) {
            close();
        } else if (exchange.awaitsClientToRead()) {
            gone();
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
        deadline.end();
        loop.memory().remove(this);
        socket.close();
        if (cut != null) {
            cut.cutOff();
        }
    }

    @Override
    protected boolean isIdle() {
        return exchange == null && drain == null && !headBegun;
    }

    @Override
    protected long stalledSinceNanos() {
        return deadline.sinceNanos();
    }

    @Override
    protected Object address() {
        return socket.client();
    }

    @Override
    protected void shed() {
        gone();
    }
}
