package faas.gateway.http.listen;

import faas.gateway.config.TlsFiles;
import faas.gateway.tls.Identity;
import faas.gateway.tls.UnusableFileException;
import io.undertow.connector.ByteBufferPool;
import io.undertow.protocols.ssl.UndertowXnioSsl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xnio.OptionMap;
import org.xnio.Options;
import org.xnio.Sequence;
import org.xnio.Xnio;
import org.xnio.XnioWorker;

/**
 * TLS for connections of clients. When the files of the certificate change, it is reloaded for new connections. If the new one
 * cannot be used, that is logged once, and the last one stays in use. The files are checked by one thread at a time.
 */
public final class ClientTls {
    private static final Logger LOG = LoggerFactory.getLogger(ClientTls.class);

    /** A check reads the times of two files. A certificate is renewed weeks before it expires. */
    private static final long CHECK_INTERVAL_MILLIS = 1_000;

    /** TLS 1.3, and TLS 1.2 with forward secrecy and authenticated encryption, as HTTP/2 requires (RFC 9113 §9.2.2). */
    private static final OptionMap OPTIONS = OptionMap.builder()
            .set(Options.SSL_ENABLED_PROTOCOLS, Sequence.of("TLSv1.3", "TLSv1.2"))
            .set(
                    Options.SSL_ENABLED_CIPHER_SUITES,
                    Sequence.of(
                            "TLS_AES_128_GCM_SHA256",
                            "TLS_AES_256_GCM_SHA384",
                            "TLS_CHACHA20_POLY1305_SHA256",
                            "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
                            "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
                            "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
                            "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
                            "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
                            "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256"))
            .getMap();

    /** The state of the two files: modification time, size and real path. */
    private record FileState(String certificate, String key) {
        static FileState of(TlsFiles files) {
            return new FileState(of(files.certificate()), of(files.key()));
        }

        private static String of(Path file) {
            try {
                return Files.getLastModifiedTime(file) + " " + Files.size(file) + " " + file.toRealPath();
            } catch (IOException e) {
                return "missing";
            }
        }
    }

    private final TlsFiles files;
    private final UndertowXnioSsl ssl;
    private FileState loaded;
    private FileState lastSeen;

    /** @throws IllegalStateException if the files cannot be used */
    ClientTls(TlsFiles files, ByteBufferPool buffers) {
        this.files = files;
        this.loaded = FileState.of(files);
        this.lastSeen = loaded;
        try {
            this.ssl =
                    new UndertowXnioSsl(Xnio.getInstance(ClientTls.class.getClassLoader()), OPTIONS, buffers, read());
        } catch (UnusableFileException | GeneralSecurityException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    UndertowXnioSsl ssl() {
        return ssl;
    }

    static OptionMap options() {
        return OPTIONS;
    }

    /** Checks the files regularly while the worker runs. */
    void watch(XnioWorker worker) {
        worker.getIoThread()
                .executeAtInterval(
                        () -> worker.execute(this::reloadIfChanged), CHECK_INTERVAL_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** The two files are not replaced at the same instant, so they are read once two checks agree. */
    private void reloadIfChanged() {
        FileState now = FileState.of(files);
        boolean stable = now.equals(lastSeen);
        lastSeen = now;
        if (!stable || now.equals(loaded)) {
            return;
        }
        loaded = now;
        try {
            ssl.updateSSLContext(read());
        } catch (UnusableFileException | GeneralSecurityException e) {
            LOG.warn("the changed certificate for clients cannot be used, the last one stays in use: {}", e.getMessage());
        }
    }

    private SSLContext read() throws UnusableFileException, GeneralSecurityException {
        Identity identity = Identity.read(files.certificate(), files.key());
        SSLContext context = SSLContext.getInstance("TLS");
        // Clients need no certificate.
        context.init(identity.keyManagers(), new TrustManager[0], null);
        LOG.info(
                "the certificate for clients is {}, valid until {}",
                identity.chain().getFirst().getSubjectX500Principal(),
                identity.chain().getFirst().getNotAfter().toInstant());
        identity.validityProblem()
                .ifPresent(trouble ->
                        LOG.warn("clients will not accept the certificate in {}: {}", files.certificate(), trouble));
        return context;
    }
}
