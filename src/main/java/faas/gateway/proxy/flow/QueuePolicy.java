package faas.gateway.proxy.flow;

import faas.gateway.function.FunctionPolicy;
import faas.gateway.routing.Choice;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * How long a call waits for a task when no task can take it.
 *
 * @param byDefault where the function's labels do not say
 */
public record QueuePolicy(Duration byDefault) {
    /** The end of an ejection wakes nobody, so a call checks for it this often. */
    private static final long EJECTION_CHECK_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    /** What usually wakes a call may fail to. */
    private static final long SAFETY_CHECK_NANOS = TimeUnit.SECONDS.toNanos(1);

    /**
     * How often a call in the queue tries without having been woken.
     *
     * @param headOnly whether only the first call in the queue does
     */
    public record Recheck(long everyNanos, boolean headOnly) {}

    /** The limit from the call's first visit to the queue on; zero for no wait. */
    Duration atMost(FunctionPolicy policy, Choice why) {
        Duration limit = policy.hold().orElse(byDefault);
        boolean worthIt = switch (why) {
            case Choice.Granted granted -> false;
            case Choice.Full full -> true;
            case Choice.Unreachable(long forNanos) -> forNanos < limit.toNanos();
            case Choice.NoneRunning(boolean expected) -> expected || policy.hold().isPresent();
        };
        return worthIt ? limit : Duration.ZERO;
    }

    Recheck recheck(Choice why) {
        return why instanceof Choice.Unreachable
                ? new Recheck(EJECTION_CHECK_NANOS, false)
                : new Recheck(SAFETY_CHECK_NANOS, why instanceof Choice.Full);
    }
}
