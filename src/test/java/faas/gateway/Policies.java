package faas.gateway;

import faas.gateway.function.AccessPolicy;
import faas.gateway.function.Authentication;
import faas.gateway.function.Balancer;
import faas.gateway.function.FunctionPolicy;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/** What labels may ask for, one at a time. */
public final class Policies {
    private Policies() {}

    public static FunctionPolicy hold(Duration hold) {
        return of(Optional.empty(), OptionalInt.empty(), OptionalInt.empty(), Optional.of(hold), "");
    }

    public static FunctionPolicy maxInFlight(int calls) {
        return of(Optional.empty(), OptionalInt.empty(), OptionalInt.of(calls), Optional.empty(), "");
    }

    public static FunctionPolicy retries(int most) {
        return of(Optional.empty(), OptionalInt.of(most), OptionalInt.empty(), Optional.empty(), "");
    }

    public static FunctionPolicy timeout(Duration timeout) {
        return of(Optional.of(timeout), OptionalInt.empty(), OptionalInt.empty(), Optional.empty(), "");
    }

    public static FunctionPolicy path(String path) {
        return of(Optional.empty(), OptionalInt.empty(), OptionalInt.empty(), Optional.empty(), path);
    }

    /** Clients have to prove in this way that they may call. */
    public static FunctionPolicy requires(Authentication authentication) {
        return access(new AccessPolicy(false, Optional.of(authentication)));
    }

    public static FunctionPolicy access(AccessPolicy access) {
        return new FunctionPolicy(
                Optional.empty(),
                OptionalInt.empty(),
                OptionalInt.empty(),
                Optional.empty(),
                Balancer.ROUND_ROBIN,
                OptionalInt.empty(),
                "",
                access);
    }

    private static FunctionPolicy of(
            Optional<Duration> timeout,
            OptionalInt retries,
            OptionalInt maxInFlight,
            Optional<Duration> hold,
            String path) {
        return new FunctionPolicy(timeout, retries, maxInFlight, hold, Balancer.ROUND_ROBIN, OptionalInt.empty(), path);
    }
}
