package faas.gateway.config;

import faas.gateway.function.Authentication;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Who may call functions.
 *
 * @param secrets the folder with the secrets that labels name
 * @param byDefault how clients prove that they may call a function whose labels do not say
 */
public record AccessSettings(Path secrets, Authentication byDefault) {
    static AccessSettings read(ConfigReader reader) {
        Path secrets = Path.of(reader.text("FAAS_SECRETS", "/run/secrets"));
        String word = reader.word("FAAS_AUTH_DEFAULT", "none", List.of("none", "key"));
        return new AccessSettings(
                secrets,
                word.equals("key")
                        ? new Authentication.Key(Authentication.Key.DEFAULT_SECRET, Optional.empty())
                        : new Authentication.None());
    }
}
