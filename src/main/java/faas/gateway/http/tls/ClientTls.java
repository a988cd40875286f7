package faas.gateway.http.tls;

import faas.gateway.config.TlsFiles;
import faas.gateway.credentials.FileState;
import faas.gateway.http.tls.certificate.ClientAuthorities;
import faas.gateway.http.tls.certificate.ClientCertificate;
import faas.gateway.http.tls.certificate.ServerIdentity;
import faas.gateway.http.tls.certificate.WatchedFiles;
import faas.gateway.io.IoLoop;
import faas.gateway.tls.Identity;
import faas.gateway.tls.UnusableFileException;
import io.undertow.connector.ByteBufferPool;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xnio.StreamConnection;
import org.xnio.XnioWorker;

/**
 * TLS for connections of clients. When the files of the certificate change, it is reloaded for new connections; when those of
 * clients' authorities change, for all. What cannot be used is logged once, and the last one stays in use.
 */
public final class ClientTls {
    private static final Logger LOG = LoggerFactory.getLogger(ClientTls.class);

    /** A check reads the times of some files. A certificate is renewed weeks before it expires. */
    private static final long CHECK_INTERVAL_MILLIS = 1_000;

    static final String HTTP2 = "h2";
    private static final String HTTP1 = "http/1.1";

    /** TLS 1.3, and TLS 1.2 with forward secrecy and authenticated encryption, as HTTP/2 requires (RFC 9113 §9.2.2). */
    private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

    private static final String[] CIPHER_SUITES = {
        "TLS_AES_128_GCM_SHA256",
        "TLS_AES_256_GCM_SHA384",
        "TLS_CHACHA20_POLY1305_SHA256",
        "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
        "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
        "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
        "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
        "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
        "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256"
    };

    private final TlsFiles files;
    private final TlsProvider provider;
    private final ServerIdentity identity;
    private final @Nullable ClientAuthorities authorities;
    private final SSLContext context;
    private final List<WatchedFiles> watched = new ArrayList<>();

    /** @throws IllegalStateException if the files cannot be used */
    public ClientTls(TlsFiles files) {
        this.files = files;
        FileState state = FileState.of(files.certificate(), files.key());
        try {
            Identity read = read();
            this.provider = TlsProvider.choose(files.provider(), read);
            this.identity = new ServerIdentity(provider.adopt(read));
            watched.add(new WatchedFiles(
                    "the certificate for clients", List.of(files.certificate(), files.key()), state, this::renew));
            this.authorities = files.clients().isPresent()
                    ? authorities(files.clients().get().authorities())
                    : null;
            this.context = provider.context(identity, authorities);
        } catch (UnusableFileException | GeneralSecurityException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    private ClientAuthorities authorities(Path file) throws UnusableFileException, GeneralSecurityException {
        FileState state = FileState.of(file);
        ClientAuthorities read = new ClientAuthorities(file);
        watched.add(new WatchedFiles("the authorities of clients", List.of(file), state, read::reload));
        return read;
    }

    /** Starts TLS on a new connection, and offers HTTP/2 and HTTP/1.1 (RFC 7301). Nothing may have been read from it. */
    public TlsConnection accept(
            StreamConnection socket, IoLoop loop, ByteBufferPool readBuffers, ByteBufferPool buffers)
            throws IOException {
        SSLEngine engine = context.createSSLEngine();
        engine.setUseClientMode(false);
        SSLParameters parameters = new SSLParameters(CIPHER_SUITES, PROTOCOLS);
        parameters.setApplicationProtocols(new String[] {HTTP2, HTTP1});
        if (authorities != null) {
            askForCertificate(parameters);
        }
        engine.setSSLParameters(parameters);
        provider.enableTickets(engine);
        engine.beginHandshake();
        return new TlsConnection(
                socket,
                new TlsRecords(
                        engine,
                        socket.getSourceChannel().getConduit(),
                        socket.getSinkChannel().getConduit(),
                        readBuffers,
                        buffers,
                        loop.scratch()),
                authorities == null ? null : new ClientCertificate(engine, authorities, requiresCertificate()));
    }

    private void askForCertificate(SSLParameters parameters) {
        if (requiresCertificate()) {
            parameters.setNeedClientAuth(true);
        } else {
            parameters.setWantClientAuth(true);
        }
    }

    private boolean requiresCertificate() {
        return files.clients().filter(TlsFiles.Clients::required).isPresent();
    }

    /** Checks the files regularly while the worker runs. */
    public void watch(XnioWorker worker) {
        worker.getIoThread()
                .executeAtInterval(
                        () -> worker.execute(() -> watched.forEach(WatchedFiles::check)),
                        CHECK_INTERVAL_MILLIS,
                        TimeUnit.MILLISECONDS);
    }

    private void renew() throws UnusableFileException, GeneralSecurityException {
        identity.renew(provider.adopt(read()));
    }

    private Identity read() throws UnusableFileException {
        Identity read = Identity.read(files.certificate(), files.key());
        LOG.info(
                "the certificate for clients is {}, valid until {}",
                read.chain().getFirst().getSubjectX500Principal(),
                read.chain().getFirst().getNotAfter().toInstant());
        read.validityProblem()
                .ifPresent(trouble ->
                        LOG.warn("clients will not accept the certificate in {}: {}", files.certificate(), trouble));
        return read;
    }
}
