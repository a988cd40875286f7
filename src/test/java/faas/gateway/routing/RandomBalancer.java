package faas.gateway.routing;

import faas.gateway.function.FunctionPolicy;
import faas.gateway.function.FunctionService;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Chooses service and task at random: the baseline for the gateway's own balancers. Everything else, such as which
 * tasks are ejected, is as in the route.
 */
public final class RandomBalancer implements LoadBalancer {
    private final Random random;
    private final LongSupplier nanoTime;

    public RandomBalancer(Random random, LongSupplier nanoTime) {
        this.random = random;
        this.nanoTime = nanoTime;
    }

    /** The same route with this balancer; for one call. */
    public Route applyTo(Route route) {
        return new Route(
                route.function(),
                route.draining(),
                weightedPools(route, route.upstreams()),
                weightedPools(route, route.draining()),
                new FunctionState(route.queue(), route.retryBudget(), 1),
                nanoTime);
    }

    private WeightedPools weightedPools(Route route, List<Upstream> upstreams) {
        List<WeightedPools.Pool> pools = route.function().services().stream()
                .map(service -> new WeightedPools.Pool(of(service, upstreams), weight(service), this))
                .toList();
        return new WeightedPools(pools, new AtomicInteger(random.nextInt()));
    }

    private static List<Upstream> of(FunctionService service, List<Upstream> upstreams) {
        return upstreams.stream()
                .filter(upstream -> upstream.endpoint().serviceId().equals(service.id()))
                .toList();
    }

    private static int weight(FunctionService service) {
        return service.policy().weight().orElse(FunctionPolicy.DEFAULT_WEIGHT);
    }

    @Override
    public Upstream.@Nullable Lease choose(List<Upstream> upstreams, Claim claim) {
        for (int i = 0; i < upstreams.size(); i++) {
            Upstream.Lease lease = claim.lease(upstreams.get(random.nextInt(upstreams.size())));
            if (lease != null) {
                return lease;
            }
        }
        return upstreams.isEmpty()
                ? null
                : LoadBalancer.firstAvailable(upstreams, random.nextInt(upstreams.size()), claim);
    }

    @Override
    public Upstream.@Nullable Lease chooseAgain(List<Upstream> upstreams, Claim claim) {
        return choose(upstreams, claim);
    }
}
