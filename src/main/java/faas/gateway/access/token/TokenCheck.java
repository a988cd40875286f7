package faas.gateway.access.token;

import faas.gateway.access.check.CheckThreads;
import faas.gateway.access.check.SharedChecks;
import faas.gateway.access.secret.GuessLimit;
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
import java.time.InstantSource;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Checks the tokens of calls. One that was valid is not verified again until it expires. An address that has sent many forged ones is
 * refused for a while, but for a token that this address was the last to use. Thread-safe.
 */
public final class TokenCheck {
    /** How a client is asked for a token. */
    public static final String CHALLENGE = "Bearer realm=\"functions\"";

    private static final String INVALID = CHALLENGE + ", error=\"invalid_token\"";

    /** Beyond it no check begins. */
    public static final int MAX_WAITING = 1_000;

    /** All clients may have the address of a proxy. A check takes less than a millisecond. */
    private static final int MAX_PER_CLIENT = 500;

    private final Issuers issuers;
    private final GuessLimit guesses;
    private final SharedChecks<Question, TokenResult> checks;
    private final GatewayMetrics metrics;
    private final InstantSource clock;
    private final ValidTokens valid = new ValidTokens();

    public TokenCheck(
            Issuers issuers, GuessLimit guesses, CheckThreads threads, GatewayMetrics metrics, InstantSource clock) {
        this.issuers = issuers;
        this.guesses = guesses;
        this.checks = new SharedChecks<>(threads, MAX_PER_CLIENT);
        this.metrics = metrics;
        this.clock = clock;
    }

    /** Whether a call carries a token, valid or not, rather than a key. */
    public static boolean isIn(Call call) {
        return PresentedToken.looksLikeOne(call.request().fields());
    }

    /** Why the call is refused, or that it waits; null if its token is known to be valid. */
    public @Nullable Decision check(Call call, Authentication.Token rule) {
        if (!PresentedToken.isIn(call.request().fields())) {
            return GuessLimit.unauthorized(CHALLENGE);
        }
        call.withhold(Headers.AUTHORIZATION);
        PresentedToken token = PresentedToken.in(call.request().fields());
        IssuerKeys issuer = issuers.keys(rule.issuer());
        InetAddress client = call.client();
        ValidTokens.Known known = token == null || issuer == null
                ? null
                : valid.find(
                        token.digest(), rule, issuer.keys(), clock.instant().getEpochSecond());
        Refusal refusal = known != null && known.lastClient().equals(client) ? null : guesses.refusal(client);
        if (refusal != null) {
            return refusal;
        }
        if (token == null || issuer == null) {
            guesses.failed(client);
            return GuessLimit.unauthorized(INVALID);
        }
        if (known != null) {
            valid.used(token.digest(), rule, client);
            return passed(call, known.valid());
        }
        Verification verification = new Verification(call, client, token, rule, issuer);
        return new Decision.Later(onResult -> begin(verification, true, onResult));
    }

    /** The same for calls that share a check. */
    private record Question(String digest, Authentication.Token rule) {}

    private record Verification(
            Call call, InetAddress client, PresentedToken token, Authentication.Token rule, IssuerKeys issuer) {}

    /** @param mayRead whether the issuer's keys may be read for this */
    private void begin(Verification what, boolean mayRead, Consumer<Supplier<@Nullable Decision>> onResult) {
        boolean begun = checks.begin(
                new Question(what.token().digest(), what.rule()),
                ClientNetwork.of(what.client()),
                () -> verify(what),
                result -> {
                    Runnable again = () -> begin(what, false, onResult);
                    if (!mayRead || !(result instanceof TokenResult.UnknownKey unknown)) {
                        onResult.accept(() -> refusal(what, result));
                    } else if (what.issuer().read(ClientNetwork.of(what.client()), again)) {
                        return;
                    } else if (Objects.equals(unknown.keys(), what.issuer().keys())) {
                        onResult.accept(() -> refusal(what, result));
                    } else {
                        // They have been read while the token was checked.
                        again.run();
                    }
                });
        if (!begun) {
            metrics.increment(Metric.CREDENTIAL_CHECKS_REFUSED);
            onResult.accept(() -> new Refusal(new Problem.AuthUnavailable()));
        }
    }

    /** On a thread for checks. */
    private TokenResult verify(Verification what) {
        metrics.increment(Metric.CREDENTIAL_CHECKS);
        TokenResult result = new TokenVerifier(what.issuer().issuer().issuer(), what.rule())
                .verify(what.token().text(), what.issuer().keys(), clock.instant());
        if (result instanceof TokenResult.Valid found) {
            valid.add(what.token().digest(), what.rule(), found, what.client());
        } else if (result instanceof TokenResult.Forged) {
            guesses.failed(what.client());
        }
        return result;
    }

    private static @Nullable Refusal refusal(Verification what, @Nullable TokenResult result) {
        return switch (result) {
            case TokenResult.Valid found -> passed(what.call(), found);
            case TokenResult.Forged forged -> GuessLimit.unauthorized(INVALID);
            case TokenResult.Unsuitable unsuitable -> GuessLimit.unauthorized(INVALID);
            case TokenResult.UnknownKey unknown ->
                what.issuer().keys() == null
                        ? new Refusal(new Problem.AuthUnavailable())
                        : GuessLimit.unauthorized(INVALID);
            case null -> new Refusal(new Problem.AuthUnavailable());
        };
    }

    private static @Nullable Refusal passed(Call call, TokenResult.Valid found) {
        call.caller(new Call.Caller(found.caller(), found.claims()));
        return null;
    }
}
