package faas.gateway.http.h1;

import faas.gateway.http.reply.ConnectionSettings;
import faas.gateway.http.reply.HeapCost;
import faas.gateway.http1.HeadWriter;
import faas.gateway.io.ClientTimeout;
import faas.gateway.io.IoLoop;
import faas.gateway.io.MemoryHolder;
import faas.gateway.io.OutOfBuffersException;
import faas.gateway.proxy.call.Problem;
import io.undertow.connector.PooledByteBuffer;
import io.undertow.util.HttpString;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A client's connection, which carries one call at a time. Used on its IO thread. */
final class Http1Connection extends MemoryHolder {
    /** Pipelined requests that are served before other connections get their turn. */
    private static final int REQUESTS_PER_TURN = 32;

    private final Http1Socket socket;
    private final IoLoop loop;
    private final ConnectionSettings settings;
    private final Http1Listener.Shared shared;
    private final RequestReader reader;
    private final ClientTimeout timeout;
    private @Nullable Http1Exchange exchange;
    private @Nullable RequestDrain drain;
    private boolean headStarted;
    private boolean parsing;
    private boolean closed;
    private boolean raw;

    Http1Connection(Http1Socket socket, IoLoop loop, ConnectionSettings settings, Http1Listener.Shared shared) {
        this.socket = socket;
        this.loop = loop;
        this.settings = settings;
        this.shared = shared;
        this.reader = new RequestReader(socket.in(), shared.parser());
        this.timeout = new ClientTimeout(loop.deadlines(), this::timedOut);
    }

    void start(PooledByteBuffer first) {
        socket.in().begin(first);
        loop.memory().add(this, HeapCost.of(socket.connection()));
        socket.source().setReadListener(channel -> readable());
        socket.sink().setWriteListener(channel -> writable());
        socket.connection().setCloseListener(channel -> {
            if (!raw) {
                clientGone();
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
            clientGone();
        }
    }

    /** Reads up to one buffer ahead while a call is served, to notice at once that the client disconnects. */
    private void readAhead() {
        boolean open;
        try {
            open = socket.in().readAhead();
        } catch (IOException e) {
            open = false;
        }
        if (!open) {
            clientGone();
        } else if (socket.in().isFull()) {
            socket.source().suspendReads();
        }
    }

    private void readHeads() {
        parsing = true;
        try {
            for (int requests = 0; exchange == null && drain == null && !closed; requests++) {
                if (requests == REQUESTS_PER_TURN) {
                    timeout.start(settings.timeoutNanos());
                    socket.yieldToOthers(this::readable, this::writable);
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

    /** Returns false if the head is incomplete. */
    private boolean readHead() {
        RequestReader.Result result = reader.read();
        switch (result) {
            case RequestReader.Result.Head(RequestHead head) -> serve(head);
            case RequestReader.Result.Malformed(Problem problem) -> refuse(problem);
            case RequestReader.Result.Incomplete() -> awaitHead();
            case RequestReader.Result.Closed() -> close();
        }
        return !(result instanceof RequestReader.Result.Incomplete);
    }

    private void awaitHead() {
        boolean started = socket.in().hasReadAhead();
        if (!started || !headStarted) {
            Duration limit = started
                    ? settings.limits().headTimeout()
                    : settings.limits().keepAlive();
            timeout.start(limit.toNanos());
        }
        headStarted = started;
        socket.in().awaitMore();
    }

    private void serve(RequestHead head) {
        socket.in().begin(head.framing());
        boolean admitted = loop.memory().mayStartCall(this);
        Http1Exchange started = begin(new Http1Exchange(this, head));
        settings.receiver().receive(started, admitted ? null : new Problem.Overloaded());
        if (exchange == started && !started.isReading()) {
            socket.watchForClose();
        }
    }

    private Http1Exchange begin(Http1Exchange started) {
        exchange = started;
        headStarted = false;
        timeout.stop();
        loop.memory().startCall(this, started.heapBytes());
        return started;
    }

    /** Refuses a malformed request. Nothing after it is read. */
    private void refuse(Problem problem) {
        RequestHead none = new RequestHead(new HttpString("-"), "", true);
        socket.in().discard();
        Http1Exchange started = begin(new Http1Exchange(this, none));
        started.malformed();
        settings.receiver().receive(started, problem);
    }

    /** The call has ended, and its response has been sent. */
    void callEnded(boolean persistent, boolean bodyEnded) {
        if (exchange != null) {
            loop.memory().endCall(this, exchange.heapBytes());
        }
        exchange = null;
        timeout.stop();
        if (closed) {
            return;
        }
        if (persistent && bodyEnded) {
            readNext();
        } else if (!persistent && bodyEnded && !socket.in().hasReadAhead()) {
            close();
        } else {
            drainThen(persistent ? this::readNext : this::close, persistent);
        }
    }

    private void readNext() {
        drain = null;
        timeout.stop();
        if (!parsing) {
            readable();
        }
    }

    private void drainThen(Runnable then, boolean persistent) {
        drain = new RequestDrain(socket, settings.readBuffers(), then, this::close);
        timeout.start(settings.timeoutNanos());
        try {
            drain.begin(persistent);
        } catch (OutOfBuffersException e) {
            close();
        }
    }

    void switchToRaw() {
        timeout.stop();
        raw = true;
        socket.switchToRaw();
    }

    void awaitWritable() {
        timeout.startIfStopped(settings.timeoutNanos());
        socket.sink().resumeWrites();
    }

    void progressed() {
        timeout.progressed();
    }

    /** The reader of the body enforces its timeout. */
    void awaitBody() {
        timeout.startUnlimited();
        socket.source().resumeReads();
    }

    void stopAwaitingBody() {
        timeout.stopUnlimited();
        socket.source().suspendReads();
    }

    private void writable() {
        try {
            if (exchange == null) {
                socket.sink().suspendWrites();
            } else {
                exchange.writable();
            }
        } catch (OutOfBuffersException e) {
            clientGone();
        }
    }

    private void timedOut() {
        if (exchange == null) {
            close();
        } else if (exchange.isWaitingForClient()) {
            clientGone();
        }
    }

    private void clientGone() {
        if (exchange != null && !closed) {
            exchange.clientGone();
        }
        close();
    }

    void close() {
        if (closed) {
            return;
        }
        closed = true;
        Http1Exchange ended = exchange;
        exchange = null;
        timeout.stop();
        loop.memory().remove(this);
        socket.close();
        if (ended != null) {
            ended.connectionClosed();
        }
    }

    @Override
    protected boolean isIdle() {
        return exchange == null && drain == null && !headStarted;
    }

    @Override
    protected long stalledSinceNanos() {
        return timeout.waitingSinceNanos();
    }

    @Override
    protected Object address() {
        return socket.client().address();
    }

    @Override
    protected void shed() {
        clientGone();
    }
}
