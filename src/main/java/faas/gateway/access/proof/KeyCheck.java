package faas.gateway.access.proof;

import faas.gateway.access.secret.GuessLimit;
import faas.gateway.access.secret.SecretFiles;
import faas.gateway.function.Authentication;
import faas.gateway.proxy.Refusal;
import faas.gateway.proxy.call.Call;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * Checks the keys of calls. An address that has sent many wrong keys is refused for a while, but for a key that this address was the
 * last to use: clients that share an address with one that guesses go on.
 */
public record KeyCheck(SecretFiles<KeySet> secrets, GuessLimit guesses) {
    /** How a client is asked for a key. */
    public static final String CHALLENGE = "Bearer realm=\"functions\"";

    /** Whether a call carries a key, valid or not. */
    public static boolean isIn(Call call, Authentication.Key rule) {
        return !PresentedKeys.in(call.request().fields(), rule.field()).keys().isEmpty();
    }

    /** Keeps every field in which a call has a key from going further. */
    public static void withhold(Call call, Authentication.Key rule) {
        PresentedKeys.in(call.request().fields(), rule.field()).fields().forEach(call::withhold);
    }

    /** Why a call is refused whose key, if it has one, is not checked. */
    public Refusal refusal(Call call) {
        Refusal refusal = guesses.refusal(call.client());
        return refusal != null ? refusal : GuessLimit.unauthorized(CHALLENGE);
    }

    /** Why a call without a valid key is refused; null if it has one. */
    public @Nullable Refusal check(Call call, Authentication.Key rule) {
        PresentedKeys presented = PresentedKeys.in(call.request().fields(), rule.field());
        if (presented.keys().isEmpty()) {
            return GuessLimit.unauthorized(CHALLENGE);
        }
        presented.fields().forEach(call::withhold);
        KeySet keys = secrets.content(rule.secret());
        Key key = keys == null || presented.keys().size() > 1
                ? null
                : keys.find(presented.keys().getFirst());
        InetAddress client = call.client();
        Refusal refusal = key != null && key.wasLastUsedBy(client) ? null : guesses.refusal(client);
        if (refusal != null) {
            return refusal;
        }
        if (key == null) {
            guesses.failed(client);
            return GuessLimit.unauthorized(CHALLENGE);
        }
        key.usedBy(client);
        call.caller(new Call.Caller(key.caller()));
        return null;
    }
}
