package faas.gateway.routing;

/** The result of choosing a task for a call. */
public sealed interface Choice {
    /** A task was chosen; the call must end the lease. */
    record Granted(Upstream.Lease lease) implements Choice {}

    /** Tasks can serve, but each has reached its concurrency limit. */
    record Full() implements Choice {}

    /**
     * According to Swarm tasks can serve, but the call has tried them or they cannot be connected to.
     *
     * @param forNanos how long the task that was available last has been unavailable; a task that was never reached
     *     counts from when it became known
     */
    record Unreachable(long forNanos) implements Choice {}

    /**
     * No task is running.
     *
     * @param expected whether a service requests any
     */
    record NoneRunning(boolean expected) implements Choice {}
}
