package faas.gateway.http.tls.certificate;

import faas.gateway.tls.Authorities;
import faas.gateway.tls.Identity;
import faas.gateway.tls.UnusableFileException;
import java.net.Socket;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Verifies clients' certificates (RFC 5280) by those of the authorities in a file, which can be read again while its context
 * stays. Certificates are not looked up in lists of revoked ones. Thread-safe.
 */
public final class ClientAuthorities extends X509ExtendedTrustManager {
    private static final Logger LOG = LoggerFactory.getLogger(ClientAuthorities.class);

    /** Clients' certificates are verified alike, whatever their keys are used for in the handshake. */
    private static final String ANY_KEY = "UNKNOWN";

    /** As the JDK limits it. The longest chains in use have four. */
    private static final int MAX_CHAIN = 8;

    private final Path file;
    private volatile X509TrustManager current;

    /** @throws UnusableFileException if the file has no certificates */
    public ClientAuthorities(Path file) throws UnusableFileException, GeneralSecurityException {
        this.file = file;
        this.current = read(file);
    }

    /** Verifies by what the file has now. If that cannot be used, nothing changes. */
    public void reload() throws UnusableFileException, GeneralSecurityException {
        current = read(file);
    }

    private static X509TrustManager read(Path file) throws UnusableFileException, GeneralSecurityException {
        List<X509Certificate> certificates = Identity.certificates(file);
        LOG.info(
                "clients' certificates are accepted if issued by {}",
                certificates.stream()
                        .map(X509Certificate::getSubjectX500Principal)
                        .toList());
        return Stream.of(Authorities.trustManagers(certificates))
                .filter(X509TrustManager.class::isInstance)
                .map(X509TrustManager.class::cast)
                .findFirst()
                .orElseThrow(() -> new GeneralSecurityException("the JDK verifies no X.509 certificates"));
    }

    /** What verifies certificates now: another object after each change. */
    X509TrustManager current() {
        return current;
    }

    /** Whether a verifier accepts a certificate with its intermediate certificates. */
    static boolean accepts(X509TrustManager verifier, X509Certificate[] chain) {
        try {
            verify(verifier, chain);
            return true;
        } catch (CertificateException e) {
            return false;
        }
    }

    /**
     * With several certificates of one subject the JDK tries every order of them, which takes minutes for ten. No authority needs two
     * in one chain.
     */
    private static void verify(X509TrustManager verifier, X509Certificate[] chain) throws CertificateException {
        long subjects = Stream.of(chain)
                .map(X509Certificate::getSubjectX500Principal)
                .distinct()
                .count();
        if (chain.length > MAX_CHAIN || subjects < chain.length) {
            throw new CertificateException("it comes with " + chain.length + " certificates of " + subjects
                    + " subjects: send at most " + MAX_CHAIN + ", each of another subject");
        }
        verifier.checkClientTrusted(chain, ANY_KEY);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String keyType) throws CertificateException {
        try {
            verify(current, chain);
        } catch (CertificateException e) {
            LOG.debug("the certificate of {} is not accepted: {}", chain[0].getSubjectX500Principal(), e.getMessage());
            throw e;
        }
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String keyType, SSLEngine engine)
            throws CertificateException {
        checkClientTrusted(chain, keyType);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String keyType, Socket socket) throws CertificateException {
        checkClientTrusted(chain, keyType);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return current.getAcceptedIssuers();
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String keyType) throws CertificateException {
        throw new CertificateException("no servers are verified");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String keyType, SSLEngine engine)
            throws CertificateException {
        checkServerTrusted(chain, keyType);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String keyType, Socket socket) throws CertificateException {
        checkServerTrusted(chain, keyType);
    }
}
