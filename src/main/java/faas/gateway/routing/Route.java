package faas.gateway.routing;

import faas.gateway.function.DeployedFunction;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The way to one function as of one snapshot: its upstreams, and the balancer that outlives the snapshot. Immutable. */
public final class Route {
    private final DeployedFunction function;
    private final List<Upstream> upstreams;
    private final LoadBalancer balancer;

    Route(DeployedFunction function, List<Upstream> upstreams, LoadBalancer balancer) {
        this.function = function;
        this.upstreams = List.copyOf(upstreams);
        this.balancer = balancer;
    }

    public DeployedFunction function() {
        return function;
    }

    public List<Upstream> upstreams() {
        return upstreams;
    }

    /** A place at the next upstream in turn that the call has not tried yet; empty if there is none. */
    public Optional<Upstream.Lease> lease(Set<Upstream> tried) {
        return balancer.choose(upstreams, tried).map(Upstream::lease);
    }
}
