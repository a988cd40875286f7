package faas.gateway.routing;

import faas.gateway.function.DeployedFunction;
import faas.gateway.function.FunctionPolicy;
import java.util.List;
import java.util.function.LongSupplier;

/** The way to one function as of one snapshot: its upstreams, and the turns that outlive the snapshot. Immutable. */
public final class Route {
    private final DeployedFunction function;
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

    /** What holds for the function as a whole: of several services, the first by name decides. */
    public FunctionPolicy policy() {
        return function.services().getFirst().policy();
    }

    /** The tasks that share the calls. */
    public List<Upstream> upstreams() {
        return upstreams;
    }

    /** The tasks that were told to stop but still run. */
    public List<Upstream> draining() {
        return draining;
    }

    /** Whether any of its tasks takes only so many calls at a time. */
    public boolean limitsConcurrency() {
        return limitsConcurrency;
    }

    /** Where calls wait for one of the tasks. */
    public CallQueue queue() {
        return queue;
    }

    /** How many further tries its calls may make. */
    public RetryBudget retryBudget() {
        return retryBudget;
    }

    /**
     * A place at the task whose turn it is.
     *
     * <p>Those in order come first; then one that was told to stop but still runs; then, if every task is ejected, all
     * the same one of these, since a function of which nothing is left has nothing to lose.
     *
     * @param tried where the call has been in vain
     * @param queuedBefore whether the call has waited already: it would rather wait on than be sent to an ejected task, and need
     *     not let those who wait go first
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

    /** What to wait for, for a call that was tried as often as it may be. */
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
