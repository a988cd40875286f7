package faas.gateway.routing;

import faas.gateway.function.DeployedFunction;
import faas.gateway.function.Endpoint;
import faas.gateway.function.FunctionPolicy;
import faas.gateway.function.FunctionService;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * Builds the route of a function from one snapshot.
 *
 * <p>If no service has a weight, the tasks of all services share the calls evenly. If one has, the services share the
 * calls by weight, and the tasks of each service share its part.
 */
final class Resolution {
    private final DeployedFunction function;
    private final FunctionState state;
    private final Function<Endpoint, Upstream> upstreams;
    private final Set<FunctionState.BalancerKey> used = new HashSet<>();

    Resolution(DeployedFunction function, FunctionState state, Function<Endpoint, Upstream> upstreams) {
        this.function = function;
        this.state = state;
        this.upstreams = upstreams;
    }

    Route route(LongSupplier nanoTime) {
        WeightedPools pools = weightedPools(FunctionService::endpoints);
        WeightedPools drainingPools = weightedPools(FunctionService::draining);
        state.retainBalancers(used);
        List<Upstream> draining = drainingPools.upstreams();
        draining.forEach(Upstream::retire);
        return new Route(function, draining, pools, drainingPools, state, nanoTime);
    }

    private WeightedPools weightedPools(Function<FunctionService, List<Endpoint>> endpoints) {
        List<FunctionService> services = function.services();
        List<WeightedPools.Pool> pools = new ArrayList<>();
        if (services.stream().allMatch(service -> service.policy().weight().isEmpty())) {
            FunctionPolicy policy = services.getFirst().policy();
            List<Upstream> all = services.stream()
                    .flatMap(service -> upstreamsOf(service, endpoints).stream())
                    .toList();
            pools.add(pool("", policy, all, FunctionPolicy.DEFAULT_WEIGHT));
        } else {
            services.forEach(service -> pools.add(pool(
                    service.id(),
                    service.policy(),
                    upstreamsOf(service, endpoints),
                    service.policy().weight().orElse(FunctionPolicy.DEFAULT_WEIGHT))));
        }
        return new WeightedPools(pools, state.serviceCounter());
    }

    private WeightedPools.Pool pool(String serviceId, FunctionPolicy policy, List<Upstream> upstreams, int weight) {
        FunctionState.BalancerKey key = new FunctionState.BalancerKey(serviceId, policy.balancer());
        used.add(key);
        return new WeightedPools.Pool(upstreams, weight, state.balancer(key));
    }

    private List<Upstream> upstreamsOf(FunctionService service, Function<FunctionService, List<Endpoint>> endpoints) {
        return endpoints.apply(service).stream()
                .map(upstreams)
                .peek(upstream -> upstream.policy(service.policy()))
                .toList();
    }
}
