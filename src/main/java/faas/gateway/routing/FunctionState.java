package faas.gateway.routing;

import faas.gateway.function.Balancer;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The state of one function that outlives its snapshots: its balancers, its queue and its retry budget. Thread-safe.
 */
final class FunctionState {
    /**
     * Identifies a balancer.
     *
     * @param serviceId the service whose tasks it balances; empty if it balances those of all services together
     */
    record BalancerKey(String serviceId, Balancer balancer) {}

    private final AtomicInteger serviceCounter = new AtomicInteger();
    private final Map<BalancerKey, LoadBalancer> balancers = new ConcurrentHashMap<>();
    private final CallQueue queue;
    private final RetryBudget retryBudget;
    private final long seed;

    /** @param seed for balancers that choose at random */
    FunctionState(CallQueue queue, RetryBudget retryBudget, long seed) {
        this.queue = queue;
        this.retryBudget = retryBudget;
        this.seed = seed;
    }

    /** The position in the order of the services; see {@link WeightedPools}. */
    AtomicInteger serviceCounter() {
        return serviceCounter;
    }

    LoadBalancer balancer(BalancerKey key) {
        return balancers.computeIfAbsent(key, k -> switch (k.balancer()) {
            case ROUND_ROBIN -> new RoundRobin();
            case LEAST_IN_FLIGHT -> new LeastInFlight(seed + k.serviceId().hashCode());
        });
    }

    /** Removes the balancers of services that are gone. */
    void retainBalancers(Set<BalancerKey> current) {
        balancers.keySet().retainAll(current);
    }

    CallQueue queue() {
        return queue;
    }

    RetryBudget retryBudget() {
        return retryBudget;
    }
}
