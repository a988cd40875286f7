package faas.gateway.access;

import faas.gateway.config.AccessSettings;
import faas.gateway.function.AccessPolicy;
import faas.gateway.function.AddressBlock;
import faas.gateway.function.Authentication;
import faas.gateway.function.DeployedFunction;
import faas.gateway.function.Diagnosis;
import faas.gateway.function.RateLimit;
import faas.gateway.function.Snapshot;
import faas.gateway.http1.Fields;
import faas.gateway.metrics.GatewayMetrics;
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
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Decides who may call which function. A call must satisfy the labels of every service of its function. Where clients must prove who
 * they are by default, names that are no functions are treated like functions. Thread-safe.
 */
public final class Access implements Admission, AutoCloseable {
    private final Authentication byDefault;
    private final Authenticator authenticator;
    private final RateLimits rates = new RateLimits();
    private final LongSupplier nanoTime;
    private volatile boolean behindMesh;

    /** @param processors how many there are for everything that the gateway does */
    public Access(
            AccessSettings settings,
            int processors,
            GatewayMetrics metrics,
            LongSupplier nanoTime,
            InstantSource clock) {
        this.byDefault = settings.byDefault();
        this.authenticator = new Authenticator(settings, processors, metrics, nanoTime, clock);
        this.nanoTime = nanoTime;
    }

    /** Loads secrets whenever they change. */
    public void watch(ScheduledExecutorService timer) {
        authenticator.watch(timer);
    }

    /** Loads the secrets that the labels of functions name; to be called before the snapshot is in use. */
    public void prepare(Snapshot snapshot) {
        rates.gateways(snapshot.gateways());
        behindMesh = snapshot.behindMesh();
        List<Authentication> needed = new ArrayList<>(List.of(byDefault));
        for (DeployedFunction function : snapshot.functions().values()) {
            for (AccessPolicy policy : function.access()) {
                policy.authentication().ifPresent(needed::add);
            }
        }
        authenticator.prepare(needed);
    }

    @Override
    public @Nullable Decision check(Call call, Route route) {
        List<AccessPolicy> policies = route.access();
        return policies.isEmpty() ? checkUnknown(call) : check(call, policies);
    }

    /** Where all functions need credentials, only who has some may learn that this is none. */
    @Override
    public @Nullable Refusal checkUnknown(Call call) {
        return byDefault instanceof Authentication.Key key ? authenticator.checkUnknown(call, key) : null;
    }

    /** Where a call comes from is checked first: nobody can try credentials from elsewhere. Refused calls do not count towards a rate. */
    private @Nullable Decision check(Call call, List<AccessPolicy> policies) {
        Decision decision =
                policies.stream().allMatch(policy -> isOpenTo(call, policy)) ? Cors.answer(call, policies) : null;
        for (int i = 0; decision == null && i < policies.size(); i++) {
            decision = checkOrigin(call, policies.get(i));
        }
        return decision != null ? decision : authenticate(call, policies, 0, null);
    }

    /**
     * Asks the policies from one of them on.
     *
     * @param bodyCheck what earlier ones have to check of the body
     */
    private @Nullable Decision authenticate(
            Call call, List<AccessPolicy> policies, int from, @Nullable BodyCheck bodyCheck) {
        BodyCheck check = bodyCheck;
        for (int i = from; i < policies.size(); i++) {
            Decision decision = authenticate(call, policies, i);
            if (decision instanceof BodyCheck further) {
                check = further.after(check);
            } else if (decision instanceof Decision.Later later) {
                int next = i + 1;
                BodyCheck before = check;
                return new Decision.Later(later.check(), () -> {
                    Decision own = later.next().get();
                    return own != null ? own : authenticate(call, policies, next, before);
                });
            } else if (decision != null) {
                return decision;
            }
        }
        return check == null
                ? checkRates(call, policies)
                : new BodyCheck(check.maxBytes(), body -> checkRates(call, policies)).after(check);
    }

    private static boolean isOpenTo(Call call, AccessPolicy policy) {
        return !policy.closed() && (call.origin().internal() || !policy.internal());
    }

    private @Nullable Decision authenticate(Call call, List<AccessPolicy> policies, int number) {
        AccessPolicy policy = policies.get(number);
        Authentication authentication = authentication(policy);
        if (policy.closed() || !authenticator.isUsable(authentication)) {
            return unlessUnknown(call, new ClientError.Closed());
        }
        for (int i = 0; i < number; i++) {
            if (authentication(policies.get(i)).equals(authentication)) {
                return null;
            }
        }
        return authenticator.check(call, authentication);
    }

    private Authentication authentication(AccessPolicy policy) {
        return policy.authentication().orElse(byDefault);
    }

    /** From outside, an internal function does not exist. */
    private @Nullable Refusal checkOrigin(Call call, AccessPolicy policy) {
        if (policy.internal() && !call.origin().internal()) {
            return unlessUnknown(call, new Problem.UnknownFunction(call.function()));
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
        return unlessUnknown(call, new ClientError.WrongAddress(client.getHostAddress()));
    }

    /** What a call of a name that is no function gets, if it gets nothing worse. */
    private Refusal unlessUnknown(Call call, Problem problem) {
        Refusal refusal = checkUnknown(call);
        return refusal != null ? refusal : new Refusal(problem);
    }

    private @Nullable Refusal checkRates(Call call, List<AccessPolicy> policies) {
        List<RateLimit> limits = limits(policies);
        if (limits.isEmpty()) {
            return null;
        }
        RateLimits.Exceeded exceeded = rates.take(call, limits, nanoTime.getAsLong());
        if (exceeded == null) {
            return null;
        }
        long seconds = exceeded.delay().plusNanos(999_999_999).toSeconds();
        return new Refusal(
                new ClientError.RateLimited(exceeded.limit().toString(), seconds),
                new Fields().add(Headers.RETRY_AFTER, Long.toString(seconds)));
    }

    /** Most calls have none, so nothing is made for them. */
    private static List<RateLimit> limits(List<AccessPolicy> policies) {
        List<RateLimit> limits = List.of();
        for (AccessPolicy policy : policies) {
            if (policy.rate().isPresent() && !limits.contains(policy.rate().get())) {
                limits = new ArrayList<>(limits);
                limits.add(policy.rate().get());
            }
        }
        return limits;
    }

    /**
     * Adds who may call each function, and why nobody may, to the diagnosis.
     *
     * @param hasInternal whether there is an address for clients inside the network
     */
    public Diagnosis explain(
            Diagnosis diagnosis, Function<String, Optional<DeployedFunction>> functions, boolean hasInternal) {
        return new AccessRemarks(authenticator, byDefault, hasInternal, rates.gateways(), behindMesh, functions)
                .addTo(diagnosis);
    }

    @Override
    public void close() {
        authenticator.close();
    }
}
