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
 * What connections of callers are secured with: a certificate that is read anew whenever its files have changed, for the
 * connections that come after that. One that cannot be used is told once, and the last one goes on. The files are looked
 * at by one thread at a time.
 */
public final class ClientTls {
    private static final Logger LOG = LoggerFactory.getLogger(ClientTls.class);

    /** Two looks at the times of two files; a renewal happens weeks before a certificate ends. */
    private static final long LOOK_MILLIS = 1_000;

    /** All of TLS 1.3, and of TLS 1.2 what has forward secrecy and authenticated encryption, as HTTP/2 demands (RFC 9113 §9.2.2). */
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

    /** How two files stand on the disk: when they were written, and how long they are. */
    private record Stand(String certificate, String key) {
        static Stand of(TlsFiles files) {
            return new Stand(of(files.certificate()), of(files.key()));
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
    private Stand inUse;
    private Stand lastSeen;

    /** @throws IllegalStateException if the files cannot be used */
    ClientTls(TlsFiles files, ByteBufferPool buffers) {
        this.files = files;
        this.inUse = Stand.of(files);
        this.lastSeen = inUse;
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

    /** Looks at the files from now on, for as long as the worker runs. */
    void watch(XnioWorker worker) {
        worker.getIoThread().executeAtInterval(() -> worker.execute(this::look), LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Two files are not replaced at once, so only a stand that lasts is read. */
    private void look() {
        Stand now = Stand.of(files);
        boolean settled = now.equals(lastSeen);
        lastSeen = now;
        if (!settled || now.equals(inUse)) {
            return;
        }
        inUse = now;
        try {
            ssl.updateSSLContext(read());
        } catch (UnusableFileException | GeneralSecurityException e) {
            LOG.warn("the certificate of callers' connections changed, but stays the last one: {}", e.getMessage());
        }
    }

    private SSLContext read() throws UnusableFileException, GeneralSecurityException {
        Identity identity = Identity.read(files.certificate(), files.key());
        SSLContext context = SSLContext.getInstance("TLS");
        // Callers are not asked who they are.
        context.init(identity.keyManagers(), new TrustManager[0], null);
        LOG.info(
                "callers' connections are secured by {}, valid until {}",
                identity.chain().getFirst().getSubjectX500Principal(),
                identity.chain().getFirst().getNotAfter().toInstant());
        identity.validityProblem()
                .ifPresent(trouble ->
                        LOG.warn("callers will not take the certificate in {}: {}", files.certificate(), trouble));
        return context;
    }
}
