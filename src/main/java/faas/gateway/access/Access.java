package faas.gateway.access;

import faas.gateway.access.proof.KeyCheck;
import faas.gateway.access.proof.KeySet;
import faas.gateway.access.proof.SignatureCheck;
import faas.gateway.access.proof.SigningSecrets;
import faas.gateway.access.secret.GuessLimit;
import faas.gateway.access.secret.SecretFiles;
import faas.gateway.function.AccessPolicy;
import faas.gateway.function.AddressBlock;
import faas.gateway.function.Authentication;
import faas.gateway.function.DeployedFunction;
import faas.gateway.function.Diagnosis;
import faas.gateway.function.Snapshot;
import faas.gateway.http1.Fields;
import faas.gateway.proxy.Admission;
import faas.gateway.proxy.BodyCheck;
import faas.gateway.proxy.Decision;
import faas.gateway.proxy.Refusal;
import faas.gateway.proxy.call.Call;
import faas.gateway.proxy.call.ClientError;
import faas.gateway.proxy.call.Problem;
import faas.gateway.routing.Route;
import io.undertow.util.Headers;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Decides who may call which function. A call must satisfy the labels of every service of its function. Where clients must prove who
 * they are by default, names that are no functions are treated like functions. Thread-safe.
 */
public final class Access implements Admission {
    private static final long CHECK_INTERVAL_MILLIS = 1_000;

    private final Authentication byDefault;
    private final SecretFiles<KeySet> keySecrets;
    private final SecretFiles<SigningSecrets> signingSecrets;
    private final KeyCheck keys;
    private final SignatureCheck signatures;
    private final RateLimits rates = new RateLimits();
    private final LongSupplier nanoTime;
    private volatile boolean behindMesh;

    /**
     * @param folder where Docker mounts secrets
     * @param byDefault how clients prove that they may call a function whose labels do not say
     */
    public Access(Path folder, Authentication byDefault, LongSupplier nanoTime, InstantSource clock) {
        GuessLimit guesses = new GuessLimit(nanoTime);
        this.byDefault = byDefault;
        this.keySecrets = new SecretFiles<>(folder, KeySet::parse);
        this.signingSecrets = new SecretFiles<>(folder, SigningSecrets::parse);
        this.keys = new KeyCheck(keySecrets, guesses);
        this.signatures = new SignatureCheck(signingSecrets, guesses, clock);
        this.nanoTime = nanoTime;
    }

    /** Loads secrets whenever they change. */
    @SuppressWarnings("FutureReturnValueIgnored") // It ends with the timer.
    public void watch(ScheduledExecutorService timer) {
        timer.scheduleWithFixedDelay(
                keySecrets::reload, CHECK_INTERVAL_MILLIS, CHECK_INTERVAL_MILLIS, TimeUnit.MILLISECONDS);
        timer.scheduleWithFixedDelay(
                signingSecrets::reload, CHECK_INTERVAL_MILLIS, CHECK_INTERVAL_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Loads the secrets that the labels of functions name; to be called before the snapshot is in use. */
    public void prepare(Snapshot snapshot) {
        rates.gateways(snapshot.gateways());
        behindMesh = snapshot.behindMesh();
        Set<String> ofKeys = new HashSet<>();
        Set<String> ofSignatures = new HashSet<>();
        addSecrets(byDefault, ofKeys, ofSignatures);
        for (DeployedFunction function : snapshot.functions().values()) {
            for (AccessPolicy policy : function.access()) {
                policy.authentication().ifPresent(authentication -> addSecrets(authentication, ofKeys, ofSignatures));
            }
        }
        keySecrets.require(ofKeys);
        signingSecrets.require(ofSignatures);
    }

    private static void addSecrets(Authentication authentication, Set<String> ofKeys, Set<String> ofSignatures) {
        for (Authentication way : authentication.ways()) {
            if (way instanceof Authentication.Key key) {
                ofKeys.add(key.secret());
            } else if (way instanceof Authentication.Signature signature) {
                ofSignatures.add(signature.secret());
            }
        }
    }

    @Override
    public @Nullable Decision check(Call call, Route route) {
        List<AccessPolicy> policies = route.access();
        return policies.isEmpty() ? checkUnknown(call) : check(call, policies);
    }

    /** Where all functions need credentials, only who has some may learn that this is none. */
    @Override
    public @Nullable Refusal checkUnknown(Call call) {
        return byDefault instanceof Authentication.Key key ? keys.check(call, key) : null;
    }

    /** Credentials come first: who has none learns nothing else. Calls that are refused do not count towards a limit. */
    private @Nullable Decision check(Call call, List<AccessPolicy> policies) {
        Decision decision =
                policies.stream().allMatch(policy -> isOpenTo(call, policy)) ? Cors.answer(call, policies) : null;
        if (decision != null) {
            return decision;
        }
        BodyCheck bodyCheck = null;
        for (AccessPolicy policy : policies) {
            decision = authenticate(call, policy);
            if (decision instanceof BodyCheck check) {
                bodyCheck = check.after(bodyCheck);
                decision = null;
            }
            if (decision != null) {
                return decision;
            }
        }
        for (int i = 0; decision == null && i < policies.size(); i++) {
            decision = checkOrigin(call, policies.get(i));
        }
        for (int i = 0; decision == null && i < policies.size(); i++) {
            decision = checkRate(call, policies.get(i));
        }
        return decision != null ? decision : bodyCheck;
    }

    private static boolean isOpenTo(Call call, AccessPolicy policy) {
        return !policy.closed() && (call.origin().internal() || !policy.internal());
    }

    private @Nullable Decision authenticate(Call call, AccessPolicy policy) {
        Authentication authentication = policy.authentication().orElse(byDefault);
        if (policy.closed() || authentication.ways().stream().noneMatch(this::isUsable)) {
            Refusal refusal = checkUnknown(call);
            return refusal != null ? refusal : new Refusal(new ClientError.Closed());
        }
        return authenticate(call, authentication);
    }

    private boolean isUsable(Authentication way) {
        return switch (way) {
            case Authentication.None none -> true;
            case Authentication.Key key -> keySecrets.content(key.secret()) != null;
            case Authentication.Signature signature -> signingSecrets.content(signature.secret()) != null;
            case Authentication.Any any -> any.ways().stream().anyMatch(this::isUsable);
        };
    }

    private @Nullable Decision authenticate(Call call, Authentication authentication) {
        return switch (authentication) {
            case Authentication.None none -> null;
            case Authentication.Key key -> keys.check(call, key);
            case Authentication.Signature signature -> signatures.check(call, signature);
            case Authentication.Any any -> authenticate(call, presented(call, any));
        };
    }

    /** The way that the call goes: a signature if it has one. */
    private static Authentication presented(Call call, Authentication.Any any) {
        boolean isSigned = SignatureCheck.isSigned(call);
        return any.ways().stream()
                .filter(way -> way instanceof Authentication.Signature == isSigned)
                .findFirst()
                .orElseGet(() -> any.ways().getFirst());
    }

    /** From outside, an internal function does not exist. */
    private static @Nullable Refusal checkOrigin(Call call, AccessPolicy policy) {
        if (policy.internal() && !call.origin().internal()) {
            return new Refusal(new Problem.UnknownFunction(call.function()));
        }
        if (policy.allow().isEmpty()) {
            return null;
        }
        InetAddress client = call.client();
        for (AddressBlock block : policy.allow()) {
            if (block.contains(client)) {
                return null;
            }
        }
        return new Refusal(new ClientError.WrongAddress(client.getHostAddress()));
    }

    private @Nullable Refusal checkRate(Call call, AccessPolicy policy) {
        if (policy.rate().isEmpty()) {
            return null;
        }
        Duration wait = rates.take(call, policy.rate().get(), nanoTime.getAsLong());
        if (wait.isZero()) {
            return null;
        }
        long seconds = wait.plusNanos(999_999_999).toSeconds();
        return new Refusal(
                new ClientError.RateLimited(policy.rate().get().toString(), seconds),
                new Fields().add(Headers.RETRY_AFTER, Long.toString(seconds)));
    }

    /**
     * Adds who may call each function, and why nobody may, to the diagnosis.
     *
     * @param hasInternal whether there is an address for clients inside the network
     */
    public Diagnosis explain(
            Diagnosis diagnosis, Function<String, Optional<DeployedFunction>> functions, boolean hasInternal) {
        return new AccessRemarks(
                        keySecrets, signingSecrets, byDefault, hasInternal, rates.gateways(), behindMesh, functions)
                .addTo(diagnosis);
    }
}
