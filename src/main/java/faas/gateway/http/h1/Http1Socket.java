package faas.gateway.http.h1;

import faas.gateway.http.reply.ConnectionSettings;
import faas.gateway.http.tls.Peer;
import faas.gateway.http1.Inbound;
import faas.gateway.http1.Outbound;
import org.xnio.IoUtils;
import org.xnio.StreamConnection;
import org.xnio.conduits.ConduitStreamSinkChannel;
import org.xnio.conduits.ConduitStreamSourceChannel;

/** A client's connection with HTTP/1 framing in both directions. */
record Http1Socket(Peer client, Inbound in, Outbound out) {
    static Http1Socket of(Peer client, ConnectionSettings settings) {
        StreamConnection connection = client.connection();
        Inbound in = new Inbound(connection.getSourceChannel().getConduit(), settings.readBuffers());
        Outbound out = new Outbound(connection.getSinkChannel().getConduit(), settings.buffers());
        connection.getSourceChannel().setConduit(in);
        connection.getSinkChannel().setConduit(out);
        return new Http1Socket(client, in, out);
    }

    StreamConnection connection() {
        return client.connection();
    }

    ConduitStreamSourceChannel source() {
        return connection().getSourceChannel();
    }

    ConduitStreamSinkChannel sink() {
        return connection().getSinkChannel();
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
            // Writes stay resumed, because a response that began meanwhile may wait for them.
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
        IoUtils.safeClose(connection());
    }
}
