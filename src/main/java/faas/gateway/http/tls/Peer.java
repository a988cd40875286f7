package faas.gateway.http.tls;

import faas.gateway.function.Subject;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;
import org.xnio.StreamConnection;

/** The client at the other end of a connection. Used on the connection's IO thread. */
public record Peer(StreamConnection connection, InetAddress address) {
    /** Null if the connection is closed, and so has no address any more. */
    public static @Nullable Peer of(StreamConnection connection) {
        InetSocketAddress address = connection.getPeerAddress(InetSocketAddress.class);
        return address == null ? null : new Peer(connection, address.getAddress());
    }

    /** Whether the connection uses TLS. */
    public boolean isSecure() {
        return connection instanceof TlsConnection;
    }

    /** Who the client is, by a certificate that is valid now; null without one. */
    public @Nullable Subject subject() {
        return connection instanceof TlsConnection secured ? secured.clientSubject() : null;
    }

    /** Whether nobody may call without a certificate, and the client has none that is valid now. */
    public boolean lacksCertificate() {
        return connection instanceof TlsConnection secured && secured.lacksCertificate();
    }
}
