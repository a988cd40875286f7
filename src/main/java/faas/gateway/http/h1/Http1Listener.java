package faas.gateway.http.h1;

import faas.gateway.http.reply.ConnectionSettings;
import faas.gateway.http.tls.Peer;
import faas.gateway.http1.HeadWriter;
import faas.gateway.io.IoLoop;
import faas.gateway.io.IoLoops;
import io.undertow.connector.PooledByteBuffer;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;
import org.xnio.IoUtils;
import org.xnio.StreamConnection;

/** Serves connections over HTTP/1. Thread-safe. */
public final class Http1Listener {
    /** What the connections of one IO thread share: they parse and write one head at a time. */
    record Shared(RequestParser parser, HeadWriter writer) {}

    private final ConnectionSettings settings;
    private final IoLoops loops;
    private final AtomicReferenceArray<@Nullable Shared> shared;

    public Http1Listener(ConnectionSettings settings, IoLoops loops) {
        this.settings = settings;
        this.loops = loops;
        this.shared = new AtomicReferenceArray<>(loops.size());
    }

    /**
     * Serves a connection.
     *
     * @param first the bytes already read from it
     */
    public void accept(StreamConnection connection, PooledByteBuffer first) {
        IoLoop loop = loops.of(connection.getIoThread());
        Peer peer = Peer.of(connection);
        if (peer == null) {
            first.close();
            IoUtils.safeClose(connection);
            return;
        }
        Http1Socket socket = Http1Socket.of(peer, settings);
        new Http1Connection(socket, loop, settings, shared(loop)).start(first);
    }

    private Shared shared(IoLoop loop) {
        int number = loop.thread().getNumber();
        Shared known = shared.get(number);
        if (known != null) {
            return known;
        }
        Shared created = new Shared(
                new RequestParser(
                        settings.limits().maxHeaderBytes(), settings.limits().maxHeaders()),
                new HeadWriter());
        shared.set(number, created);
        return created;
    }
}
