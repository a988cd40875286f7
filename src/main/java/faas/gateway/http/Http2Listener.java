package faas.gateway.http;

import io.undertow.connector.ByteBufferPool;
import io.undertow.connector.PooledByteBuffer;
import io.undertow.server.HttpHandler;
import io.undertow.server.protocol.http2.Http2ReceiveListener;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.xnio.OptionMap;
import org.xnio.StreamConnection;

/** Serves connections that speak HTTP/2, and ends them when the gateway does. Thread-safe. */
final class Http2Listener {
    private static final long LAST_WORDS_MILLIS = 1_000;

    private final HttpHandler calls;
    private final Refusals refusals;
    private final ByteBufferPool buffers;
    private final int bufferBytes;
    private final OptionMap options;
    private final int maxStreams;
    private final LongSupplier nanoTime;
    private final Set<Http2Connection> open = ConcurrentHashMap.newKeySet();
    private volatile boolean draining;

    /**
     * @param calls what serves each call
     * @param options Undertow's options for every connection
     * @param maxStreams how many calls a connection may carry at a time
     */
    Http2Listener(
            HttpHandler calls,
            Refusals refusals,
            ByteBufferPool buffers,
            int bufferBytes,
            OptionMap options,
            int maxStreams,
            LongSupplier nanoTime) {
        this.calls = calls;
        this.refusals = refusals;
        this.buffers = buffers;
        this.bufferBytes = bufferBytes;
        this.options = options;
        this.maxStreams = maxStreams;
        this.nanoTime = nanoTime;
    }

    /** @param first what has been read of the connection, from its preface on */
    void handleEvent(StreamConnection connection, PooledByteBuffer first) {
        Http2Connection made = new Http2Connection(connection, buffers, first, options, maxStreams, refusals, nanoTime);
        open.add(made);
        made.addCloseTask(open::remove);
        HttpHandler counted = exchange -> {
            made.begins(exchange);
            calls.handleRequest(exchange);
        };
        made.getReceiveSetter().set(new Http2ReceiveListener(counted, options, bufferBytes, null));
        made.closeIfNothingComes();
        made.resumeReceives();
        if (draining) {
            made.drainSoon();
        }
    }

    /** Has every connection closed in order once it carries no call. */
    void drain() {
        draining = true;
        open.forEach(Http2Connection::drainSoon);
    }

    /** Says goodbye on every connection that is still open. */
    void close() throws InterruptedException {
        List<Http2Connection> last = List.copyOf(open);
        CountDownLatch said = new CountDownLatch(last.size());
        last.forEach(connection -> connection.goAwayNow(said));
        said.await(LAST_WORDS_MILLIS, TimeUnit.MILLISECONDS);
    }
}
