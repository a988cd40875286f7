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
 * A client's connection with HTTP/1 framing in both directions.
 *
 * @param client the client's address
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

    /** Watches for the end of the connection while nobody reads from it. */
    void watchForClose() {
        if (!in.isFull()) {
            in.awaitMore();
        }
    }

    /**
     * Runs something after other connections had their turn. An IO thread runs queued tasks before it polls the sockets, so
     * this waits until the socket is reported as writable.
     *
     * @param writable the write listener to set afterwards
     */
    void yieldToOthers(Runnable then, Runnable writable) {
        sink().setWriteListener(channel -> {
            channel.suspendWrites();
            channel.setWriteListener(next -> writable.run());
            then.run();
        });
        sink().resumeWrites();
    }

    /** Switches both directions to raw bytes. */
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
