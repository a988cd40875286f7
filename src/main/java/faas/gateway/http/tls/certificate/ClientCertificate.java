package faas.gateway.http.tls.certificate;

import faas.gateway.function.Subject;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.stream.Stream;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * The certificate of a connection's client. It may expire, or its authority may be removed, while the connection is open; and a
 * resumed session has the certificate of an earlier handshake. So it is verified here, too. Used on one IO thread.
 */
public final class ClientCertificate {
    private static final X509Certificate[] NONE = {};

    private final SSLEngine engine;
    private final ClientAuthorities authorities;
    private final boolean required;
    /** Null before it was verified. */
    private @Nullable X509TrustManager verifiedBy;

    private X509Certificate[] chain = NONE;
    private boolean accepted;
    private @Nullable Subject subject;

    /** @param required whether nobody may call without one */
    public ClientCertificate(SSLEngine engine, ClientAuthorities authorities, boolean required) {
        this.engine = engine;
        this.authorities = authorities;
        this.required = required;
    }

    /** Who the client is; null without a certificate that is valid now. To be called after the handshake. */
    public @Nullable Subject subject() {
        return isValid() ? subject : null;
    }

    /** Whether nobody may call without a certificate, and the client has none that is valid now. To be called after the handshake. */
    public boolean isMissing() {
        return required && !isValid();
    }

    private boolean isValid() {
        X509TrustManager verifier = authorities.current();
        if (!verifier.equals(verifiedBy)) {
            verifiedBy = verifier;
            chain = presented();
            accepted = chain.length > 0 && ClientAuthorities.accepts(verifier, chain);
            subject = accepted ? Subject.of(chain[0].getSubjectX500Principal()).orElse(null) : null;
        }
        return accepted && isCurrent();
    }

    private X509Certificate[] presented() {
        try {
            return Stream.of(engine.getSession().getPeerCertificates())
                    .map(X509Certificate.class::cast)
                    .toArray(X509Certificate[]::new);
        } catch (SSLPeerUnverifiedException e) {
            return NONE;
        }
    }

    private boolean isCurrent() {
        try {
            for (X509Certificate certificate : chain) {
                certificate.checkValidity();
            }
            return true;
        } catch (CertificateException e) {
            return false;
        }
    }
}
