package faas.gateway.routing;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Chooses, of two random upstreams, the one with fewer calls in flight.
 *
 * <p>Two random ones rather than the least loaded of all: calls that are balanced at the same moment would all go to
 * that one, and overload it (Mitzenmacher, "The Power of Two Choices in Randomized Load Balancing").
 */
final class LeastInFlight implements LoadBalancer {
    private static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L;

    private final AtomicLong state;

    /** @param seed of the random numbers; gateways with the same seed make the same choices */
    LeastInFlight(long seed) {
        state = new AtomicLong(seed);
    }

    @Override
    public Upstream.@Nullable Lease choose(List<Upstream> upstreams, Claim claim) {
        int size = upstreams.size();
        if (size < 2) {
            return LoadBalancer.firstAvailable(upstreams, 0, claim);
        }
        // On failure two others are drawn. The next in the list would get all the calls of those before it.
        for (int i = 0; i < size; i++) {
            Upstream.Lease lease = leaseOneOfTwo(upstreams, claim);
            if (lease != null) {
                return lease;
            }
        }
        return LoadBalancer.firstAvailable(upstreams, 0, claim);
    }

    private Upstream.@Nullable Lease leaseOneOfTwo(List<Upstream> upstreams, Claim claim) {
        int size = upstreams.size();
        long random = nextRandom();
        int one = (int) (((random >>> 32) * size) >>> 32);
        int step = 1 + (int) (((random & 0xffffffffL) * (size - 1)) >>> 32);
        Upstream first = upstreams.get(one);
        Upstream second = upstreams.get((one + step) % size);
        if (second.inFlight() < first.inFlight()) {
            Upstream swapped = first;
            first = second;
            second = swapped;
        }
        Upstream.Lease lease = claim.lease(first);
        return lease != null ? lease : claim.lease(second);
    }

    @Override
    public Upstream.@Nullable Lease chooseAgain(List<Upstream> upstreams, Claim claim) {
        return choose(upstreams, claim);
    }

    /** SplitMix64 (Steele, Lea, Flood 2014) over an atomic counter: random enough for balancing, and thread-safe. */
    private long nextRandom() {
        long z = state.addAndGet(GOLDEN_GAMMA);
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }
}
