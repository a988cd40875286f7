package faas.gateway.http.h1;

import faas.gateway.http.reply.ConnectionSettings;
import faas.gateway.http1.Inbound;
import faas.gateway.http1.Outbound;
import java.net.InetAddress;
import org.xnio.IoUtils;
import org.xnio.StreamConnection;
import org.xnio.conduits.ConduitStreamSinkChannel;
import org.xnio.conduits.ConduitStreamSourceChannel;
import org.xnio.ssl.SslConnection;

/**
 * A client's connection with HTTP/1's framing on both of its sides.
 *
 * @param client the address that it comes from
 */
record Http1Socket(StreamConnection connection, InetAddress client, Inbound in, Outbound out) {
    static Http1Socket of(StreamConnection connection, InetAddress client, ConnectionSettings settings) {
        Inbound in = new Inbound(connection.getSourceChannel().getConduit(), settings.readBuffers());
        Outbound out = new Outbound(connection.getSinkChannel().getConduit(), settings.buffers());
        connection.getSourceChannel().setConduit(in);
        connection.getSinkChannel().setConduit(out);
        return new Http1Socket(connection, client, in, out);
    }

    ConduitStreamSourceChannel source() {
        return connection.getSourceChannel();
    }

    ConduitStreamSinkChannel sink() {
        return connection.getSinkChannel();
    }

    boolean isSecure() {
        return connection instanceof SslConnection;
    }

    /** Looks out for the end of the connection while nobody reads from it. */
    void watchForEnd() {
        if (!in.isFull()) {
            in.awaitMore();
        }
    }

    /**
     * Runs something once other connections had their turn: an IO thread does what is queued before it looks at them, so only
     * readiness lets them in.
     *
     * @param writable what to run with each further readiness
     */
    void afterOthers(Runnable then, Runnable writable) {
        sink().setWriteListener(channel -> {
            channel.suspendWrites();
            channel.setWriteListener(next -> writable.run());
            then.run();
        });
        sink().resumeWrites();
    }

    /** From now on bytes pass as they are. */
    void switchToRaw() {
        in.switchToRaw();
        out.switchToRaw();
    }

    void close() {
        in.discard();
        out.discard();
        IoUtils.safeClose(connection);
    }
}
