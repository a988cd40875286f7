package faas.gateway.routing;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Decides whose turn it is. Implementations are thread-safe and live as long as the function's name does. */
interface LoadBalancer {
    /** An attempt to get a place at an upstream; null if it has none for this call. */
    interface Claim {
        Upstream.@Nullable Lease lease(Upstream upstream);
    }

    /** A place at the upstream whose turn it is, or at the next one that grants the claim; null if none does. */
    Upstream.@Nullable Lease choose(List<Upstream> upstreams, Claim claim);

    /** The same for a call that comes back from another upstream; its first choice was its turn, so it takes no other. */
    Upstream.@Nullable Lease chooseAgain(List<Upstream> upstreams, Claim claim);

    /** Claims one after the other, beginning anywhere; for when chance or the turn found none. */
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
