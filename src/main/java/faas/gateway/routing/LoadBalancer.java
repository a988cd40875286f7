package faas.gateway.routing;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Decides whose turn it is. Implementations are thread-safe and live as long as the function's name does. */
interface LoadBalancer {
    /** One of the upstreams that is not among those already tried by this call; empty if none is left. */
    Optional<Upstream> choose(List<Upstream> upstreams, Set<Upstream> tried);
}
