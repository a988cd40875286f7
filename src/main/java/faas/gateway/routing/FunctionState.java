package faas.gateway.routing;

import faas.gateway.function.Balancer;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** What of one function outlives its snapshots: whose turn it is, who waits, and what may be tried again. Thread-safe. */
final class FunctionState {
    /** Whose turns are counted: those of a service, or with no service those of all together. */
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

    AtomicInteger serviceCounter() {
        return serviceCounter;
    }

    LoadBalancer balancer(BalancerKey key) {
        return balancers.computeIfAbsent(key, k -> switch (k.balancer()) {
            case ROUND_ROBIN -> new RoundRobin();
            case LEAST_IN_FLIGHT -> new LeastInFlight(seed + k.serviceId().hashCode());
        });
    }

    /** Forgets the turns of services that are gone. */
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
