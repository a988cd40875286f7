package faas.gateway.http;

import io.undertow.connector.ByteBufferPool;
import io.undertow.connector.PooledByteBuffer;
import io.undertow.protocols.ssl.UndertowXnioSsl;
import io.undertow.server.protocol.http.HttpOpenListener;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.xnio.ChannelListener;
import org.xnio.IoUtils;
import org.xnio.StreamConnection;
import org.xnio.XnioExecutor;
import org.xnio.conduits.ConduitStreamSourceChannel;
import org.xnio.ssl.SslConnection;

/**
 * The first bytes of a new connection, which tell whether it speaks HTTP/2 (RFC 9113 §3.3) or HTTP/1. A connection that
 * does not say so in time is closed. Used on the connection's IO thread.
 */
final class Greeting implements ChannelListener<ConduitStreamSourceChannel> {
    /** No method of HTTP/1 is called PRI, so nothing else begins like this. */
    private static final byte[] HTTP2 = "PRI * ".getBytes(StandardCharsets.US_ASCII);

    private enum Protocol {
        HTTP1,
        HTTP2,
        UNTOLD
    }

    /**
     * What the connections of one address have in common.
     *
     * @param http1 serves those that speak HTTP/1
     * @param http2 serves those that speak HTTP/2
     * @param refusals answers what cannot be read as HTTP/1
     * @param keepAlive how long a connection may say nothing
     * @param headTimeout how long it may take to say a little, or to agree on how it is secured
     */
    record Terms(
            ByteBufferPool buffers,
            HttpOpenListener http1,
            Http2Listener http2,
            Refusals refusals,
            Duration keepAlive,
            Duration headTimeout) {}

    private final StreamConnection connection;
    private final Terms terms;
    private @Nullable PooledByteBuffer begun;
    private XnioExecutor.@Nullable Key timer;
    /** Whether the connection, secured by now, has been given the time of an idle one. */
    private boolean waitsForCall;

    private boolean over;

    private Greeting(StreamConnection connection, Terms terms) {
        this.connection = connection;
        this.terms = terms;
    }

    /** Serves a new connection, of which nothing has been read. */
    static void await(StreamConnection connection, Terms terms) {
        Greeting greeting = new Greeting(connection, terms);
        connection.getSourceChannel().setReadListener(greeting);
        greeting.handleEvent(connection.getSourceChannel());
        if (!greeting.over) {
            greeting.closeAfter(connection instanceof SslConnection ? terms.headTimeout() : terms.keepAlive());
        }
    }

    @Override
    public void handleEvent(ConduitStreamSourceChannel source) {
        PooledByteBuffer pooled = begun == null ? terms.buffers().allocate() : begun;
        begun = null;
        ByteBuffer bytes = pooled.getBuffer();
        int read = read(source, bytes);
        if (read < 0) {
            pooled.close();
            close();
            return;
        }
        Protocol protocol = protocol(bytes);
        if (protocol == Protocol.UNTOLD) {
            awaitMore(source, pooled, read > 0);
            return;
        }
        over = true;
        stopTimer();
        bytes.flip();
        if (protocol == Protocol.HTTP2) {
            terms.http2().handleEvent(connection, pooled);
            return;
        }
        FoldWatch.watch(connection, bytes);
        Unserved.watch(connection, terms.refusals());
        terms.http1().handleEvent(connection, pooled);
    }

    private static int read(ConduitStreamSourceChannel source, ByteBuffer bytes) {
        try {
            return source.read(bytes);
        } catch (IOException e) {
            // Gone, or no TLS where there should be.
            return -1;
        }
    }

    private void awaitMore(ConduitStreamSourceChannel source, PooledByteBuffer pooled, boolean began) {
        if (pooled.getBuffer().position() == 0) {
            // One that is silent holds no buffer.
            pooled.close();
        } else {
            begun = pooled;
        }
        if (began) {
            stopTimer();
            closeAfter(terms.headTimeout());
        }
        source.resumeReads();
    }

    private Protocol protocol(ByteBuffer bytes) {
        if (bytes.position() == 0) {
            return Protocol.UNTOLD;
        }
        if (connection instanceof SslConnection secured) {
            return Alpn.isHttp2(UndertowXnioSsl.getSslEngine(secured)) ? Protocol.HTTP2 : Protocol.HTTP1;
        }
        for (int i = 0; i < Math.min(bytes.position(), HTTP2.length); i++) {
            if (bytes.get(i) != HTTP2[i]) {
                return Protocol.HTTP1;
            }
        }
        return bytes.position() < HTTP2.length ? Protocol.UNTOLD : Protocol.HTTP2;
    }

    private void closeAfter(Duration time) {
        timer = connection.getIoThread().executeAfter(this::timePassed, time.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void timePassed() {
        timer = null;
        boolean agreed = connection instanceof SslConnection secured
                && Alpn.isAgreed(UndertowXnioSsl.getSslEngine(secured))
                && begun == null
                && !waitsForCall;
        if (agreed) {
            waitsForCall = true;
            closeAfter(terms.keepAlive());
            return;
        }
        close();
    }

    private void stopTimer() {
        if (timer != null) {
            timer.remove();
            timer = null;
        }
    }

    private void close() {
        over = true;
        stopTimer();
        if (begun != null) {
            begun.close();
            begun = null;
        }
        IoUtils.safeClose(connection);
    }
}
