package faas.gateway.http.listen;

import faas.gateway.http.reply.ConnectionSettings;
import faas.gateway.http.reply.HeapCost;
import faas.gateway.http.tls.Peer;
import faas.gateway.http.tls.TlsConnection;
import faas.gateway.io.Deadline;
import faas.gateway.io.IoLoop;
import faas.gateway.io.MemoryHolder;
import faas.gateway.io.OutOfBuffersException;
import io.undertow.connector.PooledByteBuffer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.xnio.IoUtils;
import org.xnio.StreamConnection;

/**
 * Reads the first bytes of a new connection to detect HTTP/2 (RFC 9113 §3.3) or HTTP/1. A connection that does not send them in
 * time is closed. Used on the connection's IO thread.
 */
final class ProtocolDetector extends MemoryHolder {
    /** The preface of HTTP/2. No request of HTTP/1 starts with it: PRI is reserved (RFC 9113 §11.6). */
    private static final byte[] HTTP2 = "PRI * ".getBytes(StandardCharsets.US_ASCII);

    private enum Protocol {
        HTTP1,
        HTTP2,
        UNKNOWN
    }

    private final StreamConnection connection;
    private final IoLoop loop;
    private final ConnectionSettings settings;
    private final BiConsumer<StreamConnection, PooledByteBuffer> http1;
    private final BiConsumer<StreamConnection, PooledByteBuffer> http2;
    private final long sinceNanos;
    private final Object address;
    private final Deadline deadline = new Deadline() {
        @Override
        protected void expired() {
            timedOut();
        }
    };
    private @Nullable PooledByteBuffer firstBytes;
    /** Whether the timeout of the TLS handshake has been replaced by the idle timeout. */
    private boolean idleTimeoutSet;

    private ProtocolDetector(
            StreamConnection connection,
            IoLoop loop,
            ConnectionSettings settings,
            BiConsumer<StreamConnection, PooledByteBuffer> http1,
            BiConsumer<StreamConnection, PooledByteBuffer> http2) {
        this.connection = connection;
        this.loop = loop;
        this.settings = settings;
        this.http1 = http1;
        this.http2 = http2;
        this.sinceNanos = loop.deadlines().nowNanos();
        // A closed connection has none.
        Peer peer = Peer.of(connection);
        this.address = peer == null ? connection : peer.address();
    }

    /** Detects the protocol of a new connection, of which nothing has been read, and passes it to that protocol. */
    static void start(
            StreamConnection connection,
            IoLoop loop,
            ConnectionSettings settings,
            BiConsumer<StreamConnection, PooledByteBuffer> http1,
            BiConsumer<StreamConnection, PooledByteBuffer> http2) {
        ProtocolDetector detector = new ProtocolDetector(connection, loop, settings, http1, http2);
        loop.memory().add(detector, HeapCost.of(connection));
        connection.setCloseListener(closed -> detector.detach());
        connection.getSourceChannel().setReadListener(source -> detector.readable());
        detector.closeAfter(
                connection instanceof TlsConnection
                        ? settings.limits().headTimeout()
                        : settings.limits().keepAlive());
        detector.readable();
    }

    private void readable() {
        try {
            read();
        } catch (OutOfBuffersException e) {
            close();
        }
    }

    private void read() {
        PooledByteBuffer pooled = firstBytes == null ? settings.readBuffers().allocate() : firstBytes;
        firstBytes = null;
        ByteBuffer bytes = pooled.getBuffer();
        int read;
        try {
            read = connection.getSourceChannel().read(bytes);
        } catch (IOException e) {
            // The client is gone, or does not speak TLS.
            read = -1;
        } catch (OutOfBuffersException e) {
            pooled.close();
            throw e;
        }
        if (read < 0) {
            pooled.close();
            close();
            return;
        }
        Protocol protocol = protocol(bytes);
        if (protocol == Protocol.UNKNOWN) {
            awaitMore(pooled, read > 0);
            return;
        }
        detach();
        bytes.flip();
        (protocol == Protocol.HTTP2 ? http2 : http1).accept(connection, pooled);
    }

    private void awaitMore(PooledByteBuffer pooled, boolean received) {
        if (pooled.getBuffer().position() == 0) {
            // A silent connection holds no buffer.
            pooled.close();
        } else {
            firstBytes = pooled;
        }
        if (received) {
            closeAfter(settings.limits().headTimeout());
        }
        connection.getSourceChannel().resumeReads();
    }

    private Protocol protocol(ByteBuffer bytes) {
        if (bytes.position() == 0) {
            return Protocol.UNKNOWN;
        }
        if (connection instanceof TlsConnection secured) {
            return secured.isHttp2() ? Protocol.HTTP2 : Protocol.HTTP1;
        }
        for (int i = 0; i < Math.min(bytes.position(), HTTP2.length); i++) {
            if (bytes.get(i) != HTTP2[i]) {
                return Protocol.HTTP1;
            }
        }
        return bytes.position() < HTTP2.length ? Protocol.UNKNOWN : Protocol.HTTP2;
    }

    private void closeAfter(Duration time) {
        loop.deadlines().clear(deadline);
        loop.deadlines().set(deadline, loop.deadlines().nowNanos() + time.toNanos());
    }

    private void timedOut() {
        boolean negotiatedAndIdle = connection instanceof TlsConnection secured
                && secured.isEstablished()
                && firstBytes == null
                && !idleTimeoutSet;
        if (negotiatedAndIdle) {
            idleTimeoutSet = true;
            closeAfter(settings.limits().keepAlive());
            return;
        }
        close();
    }

    private void detach() {
        loop.deadlines().clear(deadline);
        loop.memory().remove(this);
        if (firstBytes != null) {
            firstBytes.close();
            firstBytes = null;
        }
    }

    private void close() {
        detach();
        IoUtils.safeClose(connection);
    }

    @Override
    protected boolean isIdle() {
        return firstBytes == null && !(connection instanceof TlsConnection);
    }

    @Override
    protected long stalledSinceNanos() {
        return sinceNanos;
    }

    @Override
    protected Object address() {
        return address;
    }

    @Override
    protected void shed() {
        close();
    }
}
