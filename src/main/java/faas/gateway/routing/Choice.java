package faas.gateway.routing;

/** What a call that looks for a task is told. */
public sealed interface Choice {
    /** Here is one. */
    record Granted(Upstream.Lease lease) implements Choice {}

    /** Tasks are able to serve, but each has as many calls in flight as it takes. */
    record Full() implements Choice {}

    /**
     * Tasks are able to serve as far as Swarm knows, but the call has tried them or no connection to them can be made.
     *
     * @param forNanos how long that has been so for the one that was in order last; a task never reached counts from
     *     when it was first met
     */
    record Unreachable(long forNanos) implements Choice {}

    /**
     * No task runs.
     *
     * @param expected whether any is asked for
     */
    record NoneRunning(boolean expected) implements Choice {}
}
