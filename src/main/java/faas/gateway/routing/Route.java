package faas.gateway.routing;

import faas.gateway.function.AccessPolicy;
import faas.gateway.function.DeployedFunction;
import faas.gateway.function.FunctionPolicy;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * The route of one function: its upstreams according to one snapshot, and its state that outlives the snapshot.
 * Thread-safe.
 */
public final class Route {
    private final DeployedFunction function;
    private final List<AccessPolicy> access;
    private final List<Upstream> upstreams;
    private final List<Upstream> draining;
    private final WeightedPools pools;
    private final WeightedPools drainingPools;
    private final CallQueue queue;
    private final RetryBudget retryBudget;
    private final boolean limitsConcurrency;
    private final LongSupplier nanoTime;

    Route(
            DeployedFunction function,
            List<Upstream> draining,
            WeightedPools pools,
            WeightedPools drainingPools,
            FunctionState state,
            LongSupplier nanoTime) {
        this.function = function;
        this.access = function.access();
        this.upstreams = pools.upstreams();
        this.draining = List.copyOf(draining);
        this.pools = pools;
        this.drainingPools = drainingPools;
        this.queue = state.queue();
        this.retryBudget = state.retryBudget();
        this.limitsConcurrency = function.services().stream()
                .anyMatch(service -> service.policy().maxInFlight().isPresent());
        this.nanoTime = nanoTime;
    }

    public DeployedFunction function() {
        return function;
    }

    /** Who may call the function: see {@link DeployedFunction#access}. */
    public List<AccessPolicy> access() {
        return access;
    }

    /** The policy of the function as a whole: that of its first service by name. */
    public FunctionPolicy policy() {
        return function.services().getFirst().policy();
    }

    /** The tasks that get the calls. */
    public List<Upstream> upstreams() {
        return upstreams;
    }

    /** The tasks that are stopping but still run. */
    public List<Upstream> draining() {
        return draining;
    }

    /** Whether any of its services limits the concurrent calls per task. */
    public boolean limitsConcurrency() {
        return limitsConcurrency;
    }

    /** The queue of calls that wait for a task. */
    public CallQueue queue() {
        return queue;
    }

    /** The limit on the retries of all its calls. */
    public RetryBudget retryBudget() {
        return retryBudget;
    }

    /**
     * Chooses a task and leases it for a call.
     *
     * <p>Available tasks come first, then those that are stopping but still run. If every task is ejected, one of them
     * is chosen all the same: the call has nothing to lose.
     *
     * @param tried the upstreams on which the call has failed
     * @param queuedBefore whether the call has been in the queue. It then keeps waiting instead of being sent to an
     *     ejected task, and does not give way to queued calls
     */
    public Choice choose(TriedUpstreams tried, boolean queuedBefore) {
        if (!queuedBefore && queue.size() > 0 && isLimitedEverywhere()) {
            return new Choice.Full();
        }
        long nowNanos = nanoTime.getAsLong();
        Upstream.Lease lease = tried.size() == 0
                ? pools.choose(u -> u.lease(queue, nowNanos))
                : pools.chooseAgain(u -> tried.shouldAvoid(u) ? null : u.lease(queue, nowNanos));
        if (lease == null && tried.hasSilentNodes()) {
            lease = pools.chooseAgain(u -> tried.contains(u) ? null : u.lease(queue, nowNanos));
        }
        if (lease == null && hasFull(tried)) {
            return new Choice.Full();
        }
        if (lease == null && !draining.isEmpty()) {
            lease = drainingPools.choose(u -> tried.contains(u) ? null : u.lease(queue, nowNanos));
        }
        if (lease == null && !queuedBefore && upstreams.stream().allMatch(Upstream::ejected)) {
            lease = pools.choose(u -> tried.contains(u) ? null : u.leaseAnyway(queue));
        }
        return lease == null ? unavailable(nowNanos) : new Choice.Granted(lease);
    }

    private boolean isLimitedEverywhere() {
        return !upstreams.isEmpty()
                && upstreams.stream().allMatch(u -> u.policy().maxInFlight().isPresent());
    }

    private boolean hasFull(TriedUpstreams tried) {
        for (Upstream upstream : upstreams) {
            if (upstream.isFull() && !upstream.ejected() && !tried.contains(upstream)) {
                return true;
            }
        }
        return false;
    }

    /** What a call has to wait for that may not be tried on a further task. */
    public Choice unavailable() {
        return unavailable(nanoTime.getAsLong());
    }

    private Choice unavailable(long nowNanos) {
        if (upstreams.isEmpty()) {
            return new Choice.NoneRunning(function.services().stream()
                    .anyMatch(service -> service.replicas() > 0 && hasWeight(service.policy())));
        }
        return new Choice.Unreachable(upstreams.stream()
                .mapToLong(upstream -> upstream.unavailableForNanos(nowNanos))
                .min()
                .orElse(Long.MAX_VALUE));
    }

    private static boolean hasWeight(FunctionPolicy policy) {
        return policy.weight().orElse(1) > 0;
    }
}
