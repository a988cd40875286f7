package faas.gateway.routing;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Distributes the calls of a service, or of a function, over its upstreams. Implementations are thread-safe, and live
 * as long as the function is deployed.
 */
interface LoadBalancer {
    /** Tries to lease an upstream for one call. */
    interface Claim {
        /** A lease; null if the call may not use this upstream now. */
        Upstream.@Nullable Lease lease(Upstream upstream);
    }

    /** A lease of the next upstream in this balancer's order that can be leased; null if none can. */
    Upstream.@Nullable Lease choose(List<Upstream> upstreams, Claim claim);

    /** The same for a further attempt of a call, which was counted at its first one and is not counted again. */
    Upstream.@Nullable Lease chooseAgain(List<Upstream> upstreams, Claim claim);

    /**
     * The first upstream that can be leased, starting at an index; the fallback if the balancer's order led to none.
     */
    static Upstream.@Nullable Lease firstAvailable(List<Upstream> upstreams, int first, Claim claim) {
        for (int i = 0; i < upstreams.size(); i++) {
            Upstream.Lease lease = claim.lease(upstreams.get((first + i) % upstreams.size()));
            if (lease != null) {
                return lease;
            }
        }
        return null;
    }
}
