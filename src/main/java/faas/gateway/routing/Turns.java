package faas.gateway.routing;

import faas.gateway.function.Balancer;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** What of one function outlives its snapshots: whose turn it is, who waits, and what may be tried again. Thread-safe. */
final class Turns {
    /** Whose turns are counted: those of a service, or with no service those of all together. */
    record Of(String serviceId, Balancer balancer) {}

    private final AtomicInteger betweenServices = new AtomicInteger();
    private final Map<Of, LoadBalancer> balancers = new ConcurrentHashMap<>();
    private final CallQueue queue;
    private final RetryBudget retries;
    private final long seed;

    /** @param seed for balancers that choose at random */
    Turns(CallQueue queue, RetryBudget retries, long seed) {
        this.queue = queue;
        this.retries = retries;
        this.seed = seed;
    }

    AtomicInteger betweenServices() {
        return betweenServices;
    }

    LoadBalancer balancer(Of of) {
        return balancers.computeIfAbsent(of, key -> switch (key.balancer()) {
            case ROUND_ROBIN -> new RoundRobin();
            case LEAST_IN_FLIGHT -> new LeastInFlight(seed + key.serviceId().hashCode());
        });
    }

    /** Forgets the turns of services that are gone. */
    void keepOnly(Set<Of> current) {
        balancers.keySet().retainAll(current);
    }

    CallQueue queue() {
        return queue;
    }

    RetryBudget retries() {
        return retries;
    }
}
