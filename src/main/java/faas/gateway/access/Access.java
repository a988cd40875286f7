package faas.gateway.access;

import faas.gateway.function.AccessPolicy;
import faas.gateway.function.Authentication;
import faas.gateway.function.DeployedFunction;
import faas.gateway.function.Diagnosis;
import faas.gateway.function.Snapshot;
import faas.gateway.proxy.Admission;
import faas.gateway.proxy.Refusal;
import faas.gateway.proxy.call.Call;
import faas.gateway.proxy.call.ClientError;
import faas.gateway.routing.Route;
import java.nio.file.Path;
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
    private final KeySecrets secrets;
    private final KeyCheck keys;

    /**
     * @param folder where Docker mounts secrets
     * @param byDefault how clients prove that they may call a function whose labels do not say
     */
    public Access(Path folder, Authentication byDefault, LongSupplier nanoTime) {
        this.byDefault = byDefault;
        this.secrets = new KeySecrets(folder);
        this.keys = new KeyCheck(secrets, nanoTime);
    }

    /** Loads secrets whenever they change. */
    @SuppressWarnings("FutureReturnValueIgnored") // It ends with the timer.
    public void watch(ScheduledExecutorService timer) {
        timer.scheduleWithFixedDelay(
                secrets::reload, CHECK_INTERVAL_MILLIS, CHECK_INTERVAL_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Loads the secrets that the labels of functions name; to be called before the snapshot is in use. */
    public void prepare(Snapshot snapshot) {
        Set<String> names = new HashSet<>();
        addSecret(byDefault, names);
        for (DeployedFunction function : snapshot.functions().values()) {
            for (AccessPolicy policy : function.access()) {
                policy.authentication().ifPresent(authentication -> addSecret(authentication, names));
            }
        }
        secrets.require(names);
    }

    private static void addSecret(Authentication authentication, Set<String> names) {
        if (authentication instanceof Authentication.Key key) {
            names.add(key.secret());
        }
    }

    @Override
    public @Nullable Refusal check(Call call, Route route) {
        List<AccessPolicy> policies = route.access();
        if (policies.isEmpty()) {
            return checkUnknown(call);
        }
        for (AccessPolicy policy : policies) {
            Refusal refusal = check(call, policy);
            if (refusal != null) {
                return refusal;
            }
        }
        return null;
    }

    /** Where all functions need credentials, only who has some may learn that this is none. */
    @Override
    public @Nullable Refusal checkUnknown(Call call) {
        return byDefault instanceof Authentication.Key key ? keys.check(call, key) : null;
    }

    private @Nullable Refusal check(Call call, AccessPolicy policy) {
        Authentication authentication = policy.authentication().orElse(byDefault);
        boolean isUsable = !(authentication instanceof Authentication.Key key) || keys.isUsable(key);
        if (policy.closed() || !isUsable) {
            Refusal refusal = checkUnknown(call);
            return refusal != null ? refusal : new Refusal(new ClientError.Closed());
        }
        return switch (authentication) {
            case Authentication.None none -> null;
            case Authentication.Key key -> keys.check(call, key);
        };
    }

    /** Adds who may call each function, and why nobody may, to the diagnosis. */
    public Diagnosis explain(Diagnosis diagnosis, Function<String, Optional<DeployedFunction>> functions) {
        return new AccessRemarks(secrets, byDefault, functions).addTo(diagnosis);
    }
}
