package faas.gateway.http.h2;

import faas.gateway.http.reply.ConnectionSettings;
import faas.gateway.http.tls.Peer;
import faas.gateway.io.IoLoop;
import faas.gateway.io.IoLoops;
import io.undertow.connector.PooledByteBuffer;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.xnio.IoUtils;
import org.xnio.StreamConnection;

/** Serves connections over HTTP/2, and closes them at shutdown. Thread-safe. */
public final class Http2Listener {
    private static final long GOAWAY_TIMEOUT_MILLIS = 1_000;

    private final ConnectionSettings settings;
    private final IoLoops loops;
    private final Set<Http2Connection> open = ConcurrentHashMap.newKeySet();
    private volatile boolean keepAliveDisabled;
    private volatile boolean draining;

    public Http2Listener(ConnectionSettings settings, IoLoops loops) {
        this.settings = settings;
        this.loops = loops;
    }

    /**
     * Serves a connection.
     *
     * @param first the bytes already read from it, starting with its preface
     */
    public void accept(StreamConnection connection, PooledByteBuffer first) {
        IoLoop loop = loops.of(connection.getIoThread());
        Peer peer = Peer.of(connection);
        if (peer == null) {
            first.close();
            IoUtils.safeClose(connection);
            return;
        }
        Http2Connection accepted = new Http2Connection(peer, loop, settings, open::remove);
        open.add(accepted);
        accepted.start(first);
        if (keepAliveDisabled) {
            accepted.announceGoAway();
        }
        if (draining) {
            accepted.drain();
        }
    }

    /** Asks clients to use other connections. */
    public void disableKeepAlive() {
        keepAliveDisabled = true;
        open.forEach(connection -> connection.loop().execute(connection::announceGoAway));
    }

    /** Closes each further connection once it has no call in flight; {@link IoLoops#drain} does so with those that are open. */
    public void drain() {
        draining = true;
    }

    /** Sends a GOAWAY on each open connection. */
    public void close() throws InterruptedException {
        List<Http2Connection> last = List.copyOf(open);
        CountDownLatch sent = new CountDownLatch(last.size());
        for (Http2Connection connection : last) {
            connection.loop().execute(() -> {
                connection.goAwayNow();
                sent.countDown();
            });
        }
        sent.await(GOAWAY_TIMEOUT_MILLIS, TimeUnit.MILLISECONDS);
    }
}
