package faas.gateway.routing;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Each upstream in turn; exact under concurrency, because the turn is one atomic counter.
 *
 * <p>An upstream that grants no place uses its turn up, so that those left share the calls evenly: passing its turn on
 * would give its neighbour twice as many as the others.
 */
final class RoundRobin implements LoadBalancer {
    private final AtomicInteger counter = new AtomicInteger();

    @Override
    public Upstream.@Nullable Lease choose(List<Upstream> upstreams, Claim claim) {
        int size = upstreams.size();
        int index = 0;
        for (int i = 0; i < size; i++) {
            index = Integer.remainderUnsigned(counter.getAndIncrement(), size);
            Upstream.Lease lease = claim.lease(upstreams.get(index));
            if (lease != null) {
                return lease;
            }
        }
        // Turns taken by other threads meanwhile may have led past the only one that grants a place.
        return size == 0 ? null : LoadBalancer.firstAvailable(upstreams, index, claim);
    }

    @Override
    public Upstream.@Nullable Lease chooseAgain(List<Upstream> upstreams, Claim claim) {
        int size = upstreams.size();
        return size == 0 ? null : LoadBalancer.firstAvailable(upstreams, Integer.remainderUnsigned(counter.get(), size), claim);
    }
}
