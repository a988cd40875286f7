package faas.gateway.http.h2;

import faas.gateway.http.reply.ConnectionSettings;
import faas.gateway.io.IoLoop;
import faas.gateway.io.IoLoops;
import io.undertow.connector.PooledByteBuffer;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.xnio.IoUtils;
import org.xnio.StreamConnection;

/** Serves connections that speak HTTP/2, and ends them when the gateway does. Thread-safe. */
public final class Http2Listener {
    private static final long LAST_WORDS_MILLIS = 1_000;

    private final ConnectionSettings settings;
    private final IoLoops loops;
    private final Set<Http2Connection> open = ConcurrentHashMap.newKeySet();
    private volatile boolean leaving;
    private volatile boolean draining;

    public Http2Listener(ConnectionSettings settings, IoLoops loops) {
        this.settings = settings;
        this.loops = loops;
    }

    /**
     * Serves a connection.
     *
     * @param first what has been read of it, from its preface on
     */
    public void accept(StreamConnection connection, PooledByteBuffer first) {
        IoLoop loop = loops.of(connection.getIoThread());
        InetSocketAddress peer = connection.getPeerAddress(InetSocketAddress.class);
        if (peer == null) {
            first.close();
            IoUtils.safeClose(connection);
            return;
        }
        Http2Connection made = new Http2Connection(connection, peer.getAddress(), loop, settings, open::remove);
        open.add(made);
        made.start(first);
        if (leaving) {
            made.leave();
        }
        if (draining) {
            made.drain();
        }
    }

    /** Has clients make further calls on other connections. */
    public void leave() {
        leaving = true;
        open.forEach(connection -> connection.loop().execute(connection::leave));
    }

    /** Has every connection closed in order once it carries no call. */
    public void drain() {
        draining = true;
        open.forEach(connection -> connection.loop().execute(connection::drain));
    }

    /** Says goodbye on every connection that is still open. */
    public void close() throws InterruptedException {
        List<Http2Connection> last = List.copyOf(open);
        CountDownLatch said = new CountDownLatch(last.size());
        for (Http2Connection connection : last) {
            connection.loop().execute(() -> {
                connection.goAwayNow();
                said.countDown();
            });
        }
        said.await(LAST_WORDS_MILLIS, TimeUnit.MILLISECONDS);
    }
}
