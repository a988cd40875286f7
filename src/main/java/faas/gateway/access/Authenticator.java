package faas.gateway.access;

import faas.gateway.access.certificate.CertificateCheck;
import faas.gateway.access.check.CheckThreads;
import faas.gateway.access.forward.ForwardAuth;
import faas.gateway.access.password.PasswordCheck;
import faas.gateway.access.password.Passwords;
import faas.gateway.access.proof.KeyCheck;
import faas.gateway.access.proof.KeySet;
import faas.gateway.access.proof.SignatureCheck;
import faas.gateway.access.proof.SigningSecrets;
import faas.gateway.access.secret.Callers;
import faas.gateway.access.secret.GuessLimit;
import faas.gateway.access.secret.SecretFiles;
import faas.gateway.access.token.Issuers;
import faas.gateway.access.token.TokenCheck;
import faas.gateway.config.AccessSettings;
import faas.gateway.function.Authentication;
import faas.gateway.function.Quoted;
import faas.gateway.function.Subject;
import faas.gateway.metrics.GatewayMetrics;
import faas.gateway.proxy.Decision;
import faas.gateway.proxy.Refusal;
import faas.gateway.proxy.call.Call;
import faas.gateway.proxy.call.ClientError;
import io.undertow.util.Headers;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Finds out who makes a call, in the ways that labels ask for. Thread-safe. */
final class Authenticator implements AutoCloseable {
    private static final long CHECK_INTERVAL_MILLIS = 1_000;

    /** Callers that the diagnosis names. */
    private static final int MAX_CALLERS = 20;

    private final SecretFiles<KeySet> keySecrets;
    private final SecretFiles<SigningSecrets> signingSecrets;
    private final SecretFiles<Passwords> passwordSecrets;
    private final KeyCheck keys;
    private final SignatureCheck signatures;
    private final PasswordCheck passwords;
    private final TokenCheck tokens;
    private final Issuers issuers;
    private final Optional<ForwardAuth> forward;
    private final boolean certificates;
    private final List<CheckThreads> threads;

    /** @param processors how many there are for everything that the gateway does */
    Authenticator(
            AccessSettings settings,
            int processors,
            GatewayMetrics metrics,
            LongSupplier nanoTime,
            InstantSource clock) {
        GuessLimit guesses = new GuessLimit(nanoTime);
        // Passwords take long, and must not delay tokens.
        CheckThreads forPasswords = CheckThreads.of(processors, PasswordCheck.MAX_WAITING);
        CheckThreads forTokens = CheckThreads.of(processors, TokenCheck.MAX_WAITING);
        this.threads = List.of(forPasswords, forTokens);
        this.keySecrets = new SecretFiles<>(settings.secrets(), KeySet::parse);
        this.signingSecrets = new SecretFiles<>(settings.secrets(), SigningSecrets::parse);
        this.passwordSecrets = new SecretFiles<>(settings.secrets(), Passwords::parse);
        this.issuers = new Issuers(settings.issuers(), metrics, nanoTime);
        this.forward = settings.forward().map(service -> new ForwardAuth(service, nanoTime));
        this.certificates = settings.certificates();
        this.keys = new KeyCheck(keySecrets, guesses);
        this.signatures = new SignatureCheck(signingSecrets, guesses, clock);
        this.passwords = new PasswordCheck(passwordSecrets, guesses, forPasswords, metrics, nanoTime);
        this.tokens = new TokenCheck(issuers, guesses, forTokens, metrics, clock);
    }

    /** Loads secrets whenever they change, and the keys of issuers before they are old. */
    @SuppressWarnings("FutureReturnValueIgnored") // It ends with the timer.
    void watch(ScheduledExecutorService timer) {
        issuers.watch(timer);
        for (SecretFiles<?> secrets : List.of(keySecrets, signingSecrets, passwordSecrets)) {
            timer.scheduleWithFixedDelay(
                    secrets::reload, CHECK_INTERVAL_MILLIS, CHECK_INTERVAL_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    /** Loads the secrets that these need, and forgets all others. */
    void prepare(Collection<Authentication> needed) {
        Set<String> ofKeys = new HashSet<>();
        Set<String> ofSignatures = new HashSet<>();
        Set<String> ofPasswords = new HashSet<>();
        for (Authentication way :
                needed.stream().flatMap(rule -> rule.ways().stream()).toList()) {
            if (way instanceof Authentication.Key key) {
                ofKeys.add(key.secret());
            } else if (way instanceof Authentication.Signature signature) {
                ofSignatures.add(signature.secret());
            } else if (way instanceof Authentication.Password password) {
                ofPasswords.add(password.secret());
            }
        }
        keySecrets.require(ofKeys);
        signingSecrets.require(ofSignatures);
        passwordSecrets.require(ofPasswords);
    }

    /** Whether anybody can prove who they are in this way. */
    boolean isUsable(Authentication way) {
        return switch (way) {
            case Authentication.None none -> true;
            case Authentication.Key key -> keySecrets.content(key.secret()) != null;
            case Authentication.Signature signature -> signingSecrets.content(signature.secret()) != null;
            case Authentication.Password password -> passwordSecrets.content(password.secret()) != null;
            case Authentication.Token token -> issuers.issuer(token.issuer()) != null;
            case Authentication.Certificate certificate -> certificates;
            case Authentication.Forward service -> forward.isPresent();
            case Authentication.Any any -> any.ways().stream().anyMatch(this::isUsable);
        };
    }

    /** What happens to a call that does not prove who makes it, or has to wait; null if it goes on. */
    @Nullable
    Decision check(Call call, Authentication authentication) {
        return switch (authentication) {
            case Authentication.None none -> null;
            case Authentication.Key key -> keys.check(call, key);
            case Authentication.Signature signature -> signatures.check(call, signature);
            case Authentication.Password password -> passwords.check(call, password);
            case Authentication.Token token -> tokens.check(call, token);
            case Authentication.Certificate certificate -> CertificateCheck.check(call, certificate);
            case Authentication.Forward service ->
                forward.isPresent() ? forward.get().check(call) : new Refusal(new ClientError.Closed());
            case Authentication.Any any -> checkPresented(call, any);
        };
    }

    /**
     * Why a call of a name that may be no function is refused; null if the call has a key. What may be a token is not checked as a key,
     * and so does not count as a guess.
     */
    @Nullable
    Refusal checkUnknown(Call call, Authentication.Key key) {
        return issuers.isEmpty() || !TokenCheck.isIn(call) ? keys.check(call, key) : keys.refusal(call);
    }

    /** Checks one credential that the call has. The function gets no other one either. */
    private @Nullable Decision checkPresented(Call call, Authentication.Any any) {
        List<Authentication> presented = any.ways().stream()
                .filter(way -> isIn(call, way))
                .sorted(Comparator.comparingInt(Authenticator::rank))
                .toList();
        // The check withholds its own.
        presented.stream().skip(1).forEach(way -> withhold(call, way));
        return presented.isEmpty()
                ? GuessLimit.unauthorized(challenges(any).toArray(String[]::new))
                : check(call, presented.getFirst());
    }

    private static void withhold(Call call, Authentication way) {
        switch (way) {
            case Authentication.Key key -> KeyCheck.withhold(call, key);
            case Authentication.Password password -> call.withhold(Headers.AUTHORIZATION);
            case Authentication.Token token -> call.withhold(Headers.AUTHORIZATION);
            // A signature opens nothing else.
            case Authentication.Signature signature -> {}
            case Authentication.Certificate certificate -> {}
            case Authentication.Forward service -> {}
            case Authentication.None none -> {}
            case Authentication.Any any -> {}
        }
    }

    /**
     * What may be a key or something else is something else; and what a call carries counts more than what its connection has.
     */
    private static int rank(Authentication way) {
        return way instanceof Authentication.Certificate ? 2 : way instanceof Authentication.Key ? 1 : 0;
    }

    /** Whether a call may have a credential of this way. */
    private static boolean isIn(Call call, Authentication way) {
        return switch (way) {
            case Authentication.Key key -> KeyCheck.isIn(call, key);
            case Authentication.Signature signature -> SignatureCheck.isSigned(call);
            case Authentication.Password password -> PasswordCheck.isIn(call);
            case Authentication.Token token -> TokenCheck.isIn(call);
            case Authentication.Certificate certificate -> CertificateCheck.isIn(call);
            case Authentication.Forward service -> false;
            case Authentication.None none -> false;
            case Authentication.Any any -> false;
        };
    }

    private static List<String> challenges(Authentication.Any any) {
        return any.ways().stream()
                .filter(way -> !(way instanceof Authentication.Certificate))
                .map(way -> way instanceof Authentication.Password ? PasswordCheck.CHALLENGE : KeyCheck.CHALLENGE)
                .distinct()
                .toList();
    }

    /** Adds who may prove in this way that they may call, and why nobody can. */
    void explain(Authentication way, List<String> remarks, List<String> commands) {
        switch (way) {
            case Authentication.Key key -> explain("a key", key.secret(), keySecrets, remarks, commands);
            case Authentication.Signature signature ->
                explain("a signature", signature.secret(), signingSecrets, remarks, commands);
            case Authentication.Password password ->
                explain("a password", password.secret(), passwordSecrets, remarks, commands);
            case Authentication.Token token -> explain(token, remarks, commands);
            case Authentication.Certificate certificate -> explain(certificate, remarks, commands);
            case Authentication.Forward service -> explainForward(remarks, commands);
            case Authentication.None none -> {}
            case Authentication.Any any -> any.ways().forEach(one -> explain(one, remarks, commands));
        }
    }

    private void explain(Authentication.Token token, List<String> remarks, List<String> commands) {
        String issuer = issuers.issuer(token.issuer());
        if (issuer == null) {
            remarks.add("nobody may call it with a token: the gateway has no issuer " + token.issuer()
                    + "; name it in FAAS_ISSUERS");
            commands.add("docker service update --env-add FAAS_ISSUERS=" + token.issuer() + "=https://ISSUER GATEWAY");
            return;
        }
        remarks.add("clients may call it with a token of the issuer " + token.issuer() + " (" + issuer
                + ") for the audience " + new Quoted(token.audience()));
        String trouble = issuers.trouble(token.issuer());
        if (!trouble.isEmpty()) {
            remarks.add("the keys of the issuer " + token.issuer() + " cannot be read: " + trouble);
        }
    }

    private void explain(Authentication.Certificate certificate, List<String> remarks, List<String> commands) {
        if (!certificates) {
            remarks.add("nobody may call it with a certificate: the gateway asks for none; set FAAS_CLIENT_CA");
            commands.add("docker service update --secret-add client-ca --env-add FAAS_CLIENT_CA=/run/secrets/client-ca "
                    + "GATEWAY");
            return;
        }
        List<String> subjects =
                certificate.subjects().stream().map(Subject::toString).toList();
        remarks.add("clients may call it over TLS with a certificate"
                + (subjects.isEmpty() ? "" : " whose subject has " + String.join(", or ", subjects)));
    }

    private void explainForward(List<String> remarks, List<String> commands) {
        if (forward.isEmpty()) {
            remarks.add("nobody may call it: no service decides about its calls; set FAAS_FORWARD_AUTH");
            commands.add("docker service update --env-add FAAS_FORWARD_AUTH=http://SERVICE:PORT/PATH GATEWAY");
            return;
        }
        remarks.add("clients may call it if " + forward.get().service() + " admits them");
        String trouble = forward.get().trouble();
        if (!trouble.isEmpty()) {
            remarks.add("the service did not decide about the last call: " + trouble);
        }
    }

    private static <T extends Callers> void explain(
            String what, String secret, SecretFiles<T> secrets, List<String> remarks, List<String> commands) {
        T content = secrets.content(secret);
        String trouble = secrets.trouble(secret);
        if (content == null) {
            remarks.add("nobody may call it with " + what + ": " + trouble);
            commands.add("docker service update --secret-add " + secret + " GATEWAY");
            return;
        }
        List<String> callers = content.callers();
        int others = callers.size() - MAX_CALLERS;
        remarks.add("clients may call it with " + what + " of the secret " + secret + ", which is for "
                + (others > 0
                        ? String.join(", ", callers.subList(0, MAX_CALLERS)) + " and " + others + " others"
                        : Quoted.all(callers)));
        if (!trouble.isEmpty()) {
            remarks.add(trouble);
        }
    }

    @Override
    public void close() {
        threads.forEach(CheckThreads::close);
        issuers.close();
        forward.ifPresent(ForwardAuth::close);
    }
}
