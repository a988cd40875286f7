package faas.gateway.http.tls;

import faas.gateway.config.TlsFiles;
import faas.gateway.http.tls.certificate.ClientAuthorities;
import faas.gateway.http.tls.certificate.ServerIdentity;
import faas.gateway.tls.Identity;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.spec.PKCS8EncodedKeySpec;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import org.conscrypt.Conscrypt;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The implementation of TLS: Conscrypt, which calls BoringSSL, or the JDK's, where Conscrypt has no library for the platform.
 *
 * @param provider null for the JDK's
 */
record TlsProvider(@Nullable Provider provider) {
    private static final Logger LOG = LoggerFactory.getLogger(TlsProvider.class);

    private static final TlsProvider JDK = new TlsProvider(null);

    /** The preferred implementation; the JDK's, with one line in the log, if it cannot be loaded or cannot use the key. */
    static TlsProvider choose(TlsFiles.Provider preferred, Identity identity) {
        if (preferred == TlsFiles.Provider.JDK) {
            return JDK;
        }
        try {
            TlsProvider conscrypt = new TlsProvider(Conscrypt.newProvider());
            conscrypt.adopt(identity);
            return conscrypt;
        } catch (LinkageError | RuntimeException | GeneralSecurityException e) {
            LOG.warn(
                    "TLS uses the JDK's implementation, which is slower, because Conscrypt cannot be used: {}",
                    e.getMessage());
            return JDK;
        }
    }

    /** Lets clients resume their sessions (RFC 8446 §2.2), which Conscrypt does not by itself. */
    void enableTickets(SSLEngine engine) {
        if (provider != null) {
            Conscrypt.setUseSessionTickets(engine, true);
        }
    }

    /**
     * A context for servers with this identity.
     *
     * @param authorities of clients' certificates; null if clients are not asked for any
     */
    SSLContext context(ServerIdentity identity, @Nullable ClientAuthorities authorities)
            throws GeneralSecurityException {
        SSLContext context = provider == null ? SSLContext.getInstance("TLS") : SSLContext.getInstance("TLS", provider);
        TrustManager[] trusted = authorities == null ? new TrustManager[0] : new TrustManager[] {authorities};
        context.init(new ServerIdentity[] {identity}, trusted, null);
        return context;
    }

    /**
     * The same identity, with a key that the implementation need not convert for every handshake.
     *
     * @throws GeneralSecurityException if the implementation has no such keys
     */
    Identity adopt(Identity identity) throws GeneralSecurityException {
        if (provider == null) {
            return identity;
        }
        PrivateKey key = identity.key();
        PrivateKey adopted = KeyFactory.getInstance(key.getAlgorithm(), provider)
                .generatePrivate(new PKCS8EncodedKeySpec(key.getEncoded()));
        return new Identity(identity.chain(), adopted);
    }
}
