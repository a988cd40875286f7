package faas.gateway.http.tls.certificate;

import faas.gateway.tls.Identity;
import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * The certificate that clients are shown. It can be renewed while its context, and with it the keys of session tickets, stays:
 * clients resume their sessions after a renewal. Thread-safe.
 */
public final class ServerIdentity extends X509ExtendedKeyManager {
    /** @param alias its name, which no other identity has */
    private record Named(String alias, Identity identity) {}

    /** Newest first. A handshake that chose the previous one may still ask for its key. */
    private final AtomicReference<List<Named>> known;

    public ServerIdentity(Identity identity) {
        this.known = new AtomicReference<>(List.of(new Named("1", identity)));
    }

    /** Shows this certificate in further handshakes. */
    public void renew(Identity identity) {
        known.updateAndGet(before -> {
            Named last = before.getFirst();
            return List.of(new Named(String.valueOf(Integer.parseInt(last.alias()) + 1), identity), last);
        });
    }

    private @Nullable Identity find(String alias) {
        for (Named named : known.get()) {
            if (named.alias().equals(alias)) {
                return named.identity();
            }
        }
        return null;
    }

    @Override
    public @Nullable String chooseEngineServerAlias(String keyType, Principal[] issuers, SSLEngine engine) {
        Named newest = known.get().getFirst();
        return newest.identity().key().getAlgorithm().equals(keyType) ? newest.alias() : null;
    }

    @Override
    public X509Certificate @Nullable [] getCertificateChain(String alias) {
        Identity identity = find(alias);
        return identity == null ? null : identity.chain().toArray(X509Certificate[]::new);
    }

    @Override
    public @Nullable PrivateKey getPrivateKey(String alias) {
        Identity identity = find(alias);
        return identity == null ? null : identity.key();
    }

    @Override
    public String[] getServerAliases(String keyType, Principal[] issuers) {
        return known.get().stream().map(Named::alias).toArray(String[]::new);
    }

    @Override
    public @Nullable String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
        return null;
    }

    @Override
    public String @Nullable [] getClientAliases(String keyType, Principal[] issuers) {
        return null;
    }

    @Override
    public @Nullable String chooseClientAlias(String[] keyTypes, Principal[] issuers, Socket socket) {
        return null;
    }
}
