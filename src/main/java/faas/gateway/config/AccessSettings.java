package faas.gateway.config;

import faas.gateway.function.Authentication;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Who may call functions.
 *
 * @param secrets the folder with the secrets that labels name
 * @param internalListen addresses for clients inside the network, by which they reach internal functions, too
 * @param issuers whose tokens labels may ask for
 * @param forward the service that decides about calls where labels ask for it
 * @param certificates whether clients may prove who they are by a certificate
 * @param byDefault how clients prove that they may call a function whose labels do not say
 */
public record AccessSettings(
        Path secrets,
        List<ListenAddress> internalListen,
        List<TokenIssuer> issuers,
        Optional<ForwardAuthSettings> forward,
        boolean certificates,
        Authentication byDefault) {
    public AccessSettings {
        internalListen = List.copyOf(internalListen);
        issuers = List.copyOf(issuers);
    }

    static AccessSettings read(ConfigReader reader) {
        Path secrets = Path.of(reader.text("FAAS_SECRETS", "/run/secrets"));
        String word = reader.word("FAAS_AUTH_DEFAULT", "none", List.of("none", "key"));
        String internal = "FAAS_INTERNAL_LISTEN";
        return new AccessSettings(
                secrets,
                reader.text(internal, "").isEmpty() ? List.of() : reader.addresses(internal, ""),
                TokenIssuer.read(reader),
                ForwardAuthSettings.read(reader),
                !reader.text(TlsFiles.CLIENT_CA, "").isEmpty(),
                word.equals("key")
                        ? new Authentication.Key(Authentication.Key.DEFAULT_SECRET, Optional.empty())
                        : new Authentication.None());
    }
}
