package faas.gateway.access;

import faas.gateway.credentials.FailedGuesses;
import faas.gateway.function.Authentication;
import faas.gateway.http1.Fields;
import faas.gateway.proxy.Refusal;
import faas.gateway.proxy.call.Call;
import faas.gateway.proxy.call.ClientError;
import io.undertow.util.Headers;
import java.net.InetAddress;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Checks the keys of calls. An address that has sent many wrong keys is refused for a while, but for a key that this address was the
 * last to use: clients that share an address with one that guesses go on. Thread-safe.
 */
final class KeyCheck {
    private final KeySecrets secrets;
    private final FailedGuesses guesses;
    private final GuessLog log;
    private final LongSupplier nanoTime;

    KeyCheck(KeySecrets secrets, LongSupplier nanoTime) {
        this.secrets = secrets;
        this.guesses = new FailedGuesses();
        this.log = new GuessLog();
        this.nanoTime = nanoTime;
    }

    /** Whether the secret can be used. */
    boolean isUsable(Authentication.Key rule) {
        return secrets.keys(rule.secret()) != null;
    }

    /** Why a call without a valid key is refused; null if it has one. */
    @Nullable
    Refusal check(Call call, Authentication.Key rule) {
        PresentedKeys presented = PresentedKeys.in(call.request().fields(), rule.field());
        if (presented.keys().isEmpty()) {
            return unauthorized();
        }
        KeySet keys = secrets.keys(rule.secret());
        Key key = keys == null || presented.keys().size() > 1
                ? null
                : keys.find(presented.keys().getFirst());
        InetAddress client = call.client();
        long nowNanos = nanoTime.getAsLong();
        Duration wait = guesses.wait(client, nowNanos);
        if (!wait.isZero() && (key == null || !key.wasLastUsedBy(client))) {
            log.refused(client, nowNanos);
            long seconds = wait.toSeconds() + 1;
            return new Refusal(
                    new ClientError.TooManyGuesses(seconds),
                    new Fields().add(Headers.RETRY_AFTER, Long.toString(seconds)));
        }
        if (key == null) {
            guesses.failed(client, nowNanos);
            return unauthorized();
        }
        key.usedBy(client);
        if (call.caller() == null) {
            call.caller(new Call.Caller(key.caller(), presented.field()));
        }
        return null;
    }

    private static Refusal unauthorized() {
        return new Refusal(
                new ClientError.Unauthorized(),
                new Fields().add(Headers.WWW_AUTHENTICATE, "Bearer realm=\"functions\""));
    }
}
