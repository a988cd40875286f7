package faas.gateway.http.tls;

import faas.gateway.function.Subject;
import faas.gateway.http.tls.certificate.ClientCertificate;
import java.io.IOException;
import java.net.SocketAddress;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;
import org.xnio.ChannelListener;
import org.xnio.IoUtils;
import org.xnio.Option;
import org.xnio.StreamConnection;
import org.xnio.ssl.SslConnection;

/** A client's connection over TLS. The handshake takes place while the first bytes are read. Used on one IO thread. */
public final class TlsConnection extends SslConnection {
    private final StreamConnection socket;
    private final TlsRecords records;
    private final @Nullable ClientCertificate certificate;
    private final ChannelListener.SimpleSetter<TlsConnection> unused = new ChannelListener.SimpleSetter<>();

    /** @param certificate the client's; null if it is not asked for one */
    TlsConnection(StreamConnection socket, TlsRecords records, @Nullable ClientCertificate certificate) {
        super(socket.getIoThread());
        this.certificate = certificate;
        this.socket = socket;
        this.records = records;
        TlsSource source = new TlsSource(socket.getSourceChannel().getConduit(), records);
        setSourceConduit(source);
        setSinkConduit(new TlsSink(socket.getSinkChannel().getConduit(), records, source));
        socket.setCloseListener(closed -> IoUtils.safeClose(this));
    }

    /** Whether the handshake is complete. */
    public boolean isEstablished() {
        return records.isEstablished();
    }

    /** Whether both ends agreed on HTTP/2 (RFC 7301). */
    public boolean isHttp2() {
        return ClientTls.HTTP2.equals(engine().getApplicationProtocol());
    }

    /** Who the client is, by a certificate that is valid now; null without one. To be called after the handshake. */
    @Nullable
    Subject clientSubject() {
        return certificate == null ? null : certificate.subject();
    }

    /** Whether nobody may call without a certificate, and the client has none that is valid now. To be called after the handshake. */
    boolean lacksCertificate() {
        return certificate != null && certificate.isMissing();
    }

    private SSLEngine engine() {
        return records.engine();
    }

    @Override
    public void startHandshake() {
        // Clients start it.
    }

    @Override
    public SSLSession getSslSession() {
        return engine().getSession();
    }

    @Override
    public ChannelListener.Setter<? extends SslConnection> getHandshakeSetter() {
        return unused;
    }

    @Override
    public SocketAddress getPeerAddress() {
        return socket.getPeerAddress();
    }

    @Override
    public SocketAddress getLocalAddress() {
        return socket.getLocalAddress();
    }

    @Override
    public boolean supportsOption(Option<?> option) {
        return socket.supportsOption(option);
    }

    @Override
    public <T> T getOption(Option<T> option) throws IOException {
        return socket.getOption(option);
    }

    @Override
    public <T> T setOption(Option<T> option, T value) throws IOException {
        return socket.setOption(option, value);
    }

    @Override
    protected void closeAction() {
        records.close();
        IoUtils.safeClose(socket);
    }
}
