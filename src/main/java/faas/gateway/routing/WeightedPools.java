package faas.gateway.routing;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Distributes the calls of one function over its services in proportion to their weights, interleaved, and exact under
 * concurrency. Immutable except for the counter, which outlives it.
 */
final class WeightedPools {
    /** The most entries of the order; weights that add up to more are scaled down. */
    private static final int MAX_SLOTS = 2_000;

    /**
     * The upstreams of one service, or of several that share evenly.
     *
     * @param weight 0 for no calls at all
     */
    record Pool(List<Upstream> upstreams, int weight, LoadBalancer balancer) {
        Pool {
            upstreams = List.copyOf(upstreams);
        }
    }

    private final List<Pool> pools;
    private final int[] order;
    private final AtomicInteger counter;

    /** @param counter the position in the order, which continues from one snapshot to the next */
    WeightedPools(List<Pool> pools, AtomicInteger counter) {
        this.pools = pools.stream().filter(pool -> pool.weight() > 0).toList();
        this.order = order(weights(this.pools));
        this.counter = counter;
    }

    /** The upstreams of all pools that get calls. */
    List<Upstream> upstreams() {
        return pools.stream().flatMap(pool -> pool.upstreams().stream()).toList();
    }

    /** A lease in the next pool of the order that has one; null if none has. */
    Upstream.@Nullable Lease choose(LoadBalancer.Claim claim) {
        if (pools.size() == 1) {
            Pool only = pools.getFirst();
            return only.balancer().choose(only.upstreams(), claim);
        }
        return inOrder(counter::getAndIncrement, pool -> pool.balancer().choose(pool.upstreams(), claim));
    }

    /** The same for a further attempt of a call; see {@link LoadBalancer#chooseAgain}. */
    Upstream.@Nullable Lease chooseAgain(LoadBalancer.Claim claim) {
        AtomicInteger next = new AtomicInteger(counter.get());
        return inOrder(next::getAndIncrement, pool -> pool.balancer().chooseAgain(pool.upstreams(), claim));
    }

    private interface Selection {
        Upstream.@Nullable Lease from(Pool pool);
    }

    private Upstream.@Nullable Lease inOrder(IntSupplier nextSlot, Selection selection) {
        boolean[] asked = new boolean[pools.size()];
        for (int i = 0, left = asked.length; i < order.length && left > 0; i++) {
            int next = order[Integer.remainderUnsigned(nextSlot.getAsInt(), order.length)];
            if (asked[next]) {
                continue;
            }
            asked[next] = true;
            left--;
            Upstream.Lease lease = selection.from(pools.get(next));
            if (lease != null) {
                return lease;
            }
        }
        // Other threads move the counter, too, and may have skipped a pool.
        for (int i = 0; i < asked.length; i++) {
            Upstream.Lease lease = asked[i] ? null : selection.from(pools.get(i));
            if (lease != null) {
                return lease;
            }
        }
        return null;
    }

    private static int[] weights(List<Pool> pools) {
        int[] weights = pools.stream().mapToInt(Pool::weight).toArray();
        int divisor = IntStream.of(weights).reduce(0, WeightedPools::greatestCommonDivisor);
        long sum = IntStream.of(weights).asLongStream().map(w -> w / divisor).sum();
        return IntStream.of(weights)
                .map(w -> w / divisor)
                .map(w -> sum <= MAX_SLOTS ? w : (int) Math.max(1, (long) w * MAX_SLOTS / sum))
                .toArray();
    }

    private static int greatestCommonDivisor(int a, int b) {
        return b == 0 ? a : greatestCommonDivisor(b, a % b);
    }

    /** Smooth weighted round robin: the pool with the most credit is next, so that a pool's entries are spread out. */
    private static int[] order(int[] weights) {
        int sum = IntStream.of(weights).sum();
        int[] credit = new int[weights.length];
        int[] order = new int[sum];
        for (int slot = 0; slot < sum; slot++) {
            int next = 0;
            for (int i = 0; i < weights.length; i++) {
                credit[i] += weights[i];
                next = credit[i] > credit[next] ? i : next;
            }
            credit[next] -= sum;
            order[slot] = next;
        }
        return order;
    }
}
