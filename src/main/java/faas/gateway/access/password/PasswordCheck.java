package faas.gateway.access.password;

import faas.gateway.access.check.CheckThreads;
import faas.gateway.access.check.SharedChecks;
import faas.gateway.access.secret.GuessLimit;
import faas.gateway.access.secret.SecretFiles;
import faas.gateway.credentials.ClientNetwork;
import faas.gateway.function.Authentication;
import faas.gateway.metrics.GatewayMetrics;
import faas.gateway.metrics.Metric;
import faas.gateway.proxy.Decision;
import faas.gateway.proxy.Refusal;
import faas.gateway.proxy.call.Call;
import faas.gateway.proxy.call.Problem;
import io.undertow.util.Headers;
import java.net.InetAddress;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Checks the passwords of calls. One that was valid of late is not checked again. An address that has sent many wrong ones is
 * refused for a while, but for a password that this address was the last to use. Thread-safe.
 */
public final class PasswordCheck {
    /** How a client is asked for a password. */
    public static final String CHALLENGE = "Basic realm=\"functions\", charset=\"UTF-8\"";

    /** Beyond it no check begins. One takes at most about a third of a second. */
    public static final int MAX_WAITING = 32;

    private static final int MAX_PER_CLIENT = 4;

    private final SecretFiles<Passwords> secrets;
    private final GuessLimit guesses;
    private final SharedChecks<String, Boolean> checks;
    private final GatewayMetrics metrics;
    private final LongSupplier nanoTime;
    private final ValidPasswords valid = new ValidPasswords();

    public PasswordCheck(
            SecretFiles<Passwords> secrets,
            GuessLimit guesses,
            CheckThreads threads,
            GatewayMetrics metrics,
            LongSupplier nanoTime) {
        this.secrets = secrets;
        this.guesses = guesses;
        this.checks = new SharedChecks<>(threads, MAX_PER_CLIENT);
        this.metrics = metrics;
        this.nanoTime = nanoTime;
    }

    /** Whether a call carries a password, valid or not. */
    public static boolean isIn(Call call) {
        return PresentedPassword.isIn(call.request().fields());
    }

    /** Why the call is refused, or that it waits; null if its password was valid of late. */
    public @Nullable Decision check(Call call, Authentication.Password rule) {
        if (!isIn(call)) {
            return GuessLimit.unauthorized(CHALLENGE);
        }
        call.withhold(Headers.AUTHORIZATION);
        PresentedPassword presented = PresentedPassword.in(call.request().fields());
        Passwords passwords = secrets.content(rule.secret());
        InetAddress client = call.client();
        String digest = presented == null ? "" : valid.digest(rule.secret(), presented);
        String hash = presented == null || passwords == null ? null : passwords.hash(presented.user());
        InetAddress lastClient = valid.lastClient(digest, hash, nanoTime.getAsLong());
        Refusal refusal = client.equals(lastClient) ? null : guesses.refusal(client);
        if (refusal != null) {
            return refusal;
        }
        if (presented == null || passwords == null) {
            guesses.failed(client);
            return GuessLimit.unauthorized(CHALLENGE);
        }
        if (lastClient != null) {
            valid.used(digest, client);
            return passed(call, presented);
        }
        return new Decision.Later(onResult -> {
            boolean begun = checks.begin(
                    digest,
                    ClientNetwork.of(client),
                    () -> isValid(passwords, presented, digest, client),
                    isValid -> onResult.accept(() -> refusal(call, presented, isValid)));
            if (!begun) {
                metrics.increment(Metric.CREDENTIAL_CHECKS_REFUSED);
                onResult.accept(() -> new Refusal(new Problem.AuthUnavailable()));
            }
        });
    }

    /** On a thread for checks. */
    private boolean isValid(Passwords passwords, PresentedPassword presented, String digest, InetAddress client) {
        metrics.increment(Metric.CREDENTIAL_CHECKS);
        String hash = passwords.hash(presented.user());
        if (!passwords.isValid(presented) || hash == null) {
            guesses.failed(client);
            return false;
        }
        valid.add(digest, hash, client, nanoTime.getAsLong());
        return true;
    }

    private static @Nullable Refusal refusal(Call call, PresentedPassword presented, @Nullable Boolean isValid) {
        if (isValid == null) {
            return new Refusal(new Problem.AuthUnavailable());
        }
        return isValid ? passed(call, presented) : GuessLimit.unauthorized(CHALLENGE);
    }

    private static @Nullable Refusal passed(Call call, PresentedPassword presented) {
        call.caller(new Call.Caller(presented.user()));
        return null;
    }
}
