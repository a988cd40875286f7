package faas.gateway.http.tls;

import faas.gateway.config.TlsFiles;
import faas.gateway.credentials.FileState;
import faas.gateway.io.IoLoop;
import faas.gateway.tls.Identity;
import faas.gateway.tls.UnusableFileException;
import io.undertow.connector.ByteBufferPool;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xnio.StreamConnection;
import org.xnio.XnioWorker;

/**
 * TLS for connections of clients. When the files of the certificate change, it is reloaded for new connections. If the new one
 * cannot be used, that is logged once, and the last one stays in use. The files are checked by one thread at a time.
 */
public final class ClientTls {
    private static final Logger LOG = LoggerFactory.getLogger(ClientTls.class);

    /** A check reads the times of two files. A certificate is renewed weeks before it expires. */
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
    private final SSLContext context;
    private FileState loaded;
    private FileState lastSeen;

    /** @throws IllegalStateException if the files cannot be used */
    public ClientTls(TlsFiles files) {
        this.files = files;
        this.loaded = FileState.of(files.certificate(), files.key());
        this.lastSeen = loaded;
        try {
            Identity read = read();
            this.provider = TlsProvider.choose(files.provider(), read);
            this.identity = new ServerIdentity(provider.adopt(read));
            this.context = provider.context(identity);
        } catch (UnusableFileException | GeneralSecurityException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    /** Starts TLS on a new connection, and offers HTTP/2 and HTTP/1.1 (RFC 7301). Nothing may have been read from it. */
    public TlsConnection accept(
            StreamConnection socket, IoLoop loop, ByteBufferPool readBuffers, ByteBufferPool buffers)
            throws IOException {
        SSLEngine engine = context.createSSLEngine();
        engine.setUseClientMode(false);
        SSLParameters parameters = new SSLParameters(CIPHER_SUITES, PROTOCOLS);
        parameters.setApplicationProtocols(new String[] {HTTP2, HTTP1});
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
                        loop.scratch()));
    }

    /** Checks the files regularly while the worker runs. */
    public void watch(XnioWorker worker) {
        worker.getIoThread()
                .executeAtInterval(
                        () -> worker.execute(this::reloadIfChanged), CHECK_INTERVAL_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** The two files are not replaced at the same instant, so they are read once two checks agree. */
    private void reloadIfChanged() {
        FileState now = FileState.of(files.certificate(), files.key());
        boolean stable = now.equals(lastSeen);
        lastSeen = now;
        if (!stable || now.equals(loaded)) {
            return;
        }
        loaded = now;
        try {
            identity.renew(provider.adopt(read()));
        } catch (UnusableFileException | GeneralSecurityException e) {
            LOG.warn(
                    "the changed certificate for clients cannot be used, the last one stays in use: {}",
                    e.getMessage());
        }
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
