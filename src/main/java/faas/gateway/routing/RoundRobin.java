package faas.gateway.routing;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Chooses each upstream in turn; exact under concurrency, because the position is one atomic counter.
 *
 * <p>An upstream that cannot be leased is skipped, and the counter moves on, so that the others share the calls evenly.
 * Giving its call to its neighbour without moving on would give the neighbour twice as many.
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
        // Other threads move the counter, too, and may have skipped the only upstream that can be leased.
        return size == 0 ? null : LoadBalancer.firstAvailable(upstreams, index, claim);
    }

    @Override
    public Upstream.@Nullable Lease chooseAgain(List<Upstream> upstreams, Claim claim) {
        int size = upstreams.size();
        return size == 0
                ? null
                : LoadBalancer.firstAvailable(upstreams, Integer.remainderUnsigned(counter.get(), size), claim);
    }
}
