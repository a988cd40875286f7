package faas.gateway.proxy;

import faas.gateway.function.FunctionPolicy;
import faas.gateway.routing.Choice;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * How long a call waits for a task when it is told that there is none for it.
 *
 * @param byDefault where the function's labels do not say
 */
record HoldPolicy(Duration byDefault) {
    /** How soon to look again for what nobody tells of: the end of an ejection. */
    private static final long LOOK_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    /** How soon to look again for what wakes those who wait, should that ever fail. */
    private static final long LOOK_ANYWAY_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** In all, from the call's first visit to the waiting room; zero for no wait. */
    Duration atMost(FunctionPolicy policy, Choice why) {
        Duration hold = policy.hold().orElse(byDefault);
        boolean hope = switch (why) {
            case Choice.Granted granted -> false;
            case Choice.Full full -> true;
            case Choice.Unreachable(long forNanos) -> forNanos < hold.toNanos();
            case Choice.NoneRunning(boolean expected) ->
                expected || policy.hold().isPresent();
        };
        return hope ? hold : Duration.ZERO;
    }

    /**
     * How often to try without having been woken.
     *
     * @param inTurn whether only the first of the row does
     */
    record Look(long everyNanos, boolean inTurn) {}

    Look look(Choice why) {
        return why instanceof Choice.Unreachable
                ? new Look(LOOK_AGAIN_NANOS, false)
                : new Look(LOOK_ANYWAY_NANOS, why instanceof Choice.Full);
    }

    /** Why a call that may not wait, or not any longer, was not served. */
    static Problem problem(Call call, Choice why) {
        if (call.redeliveries() > 0) {
            return new Problem.BrokenAnswer(call.function());
        }
        return switch (why) {
            case Choice.Full full -> new Problem.Busy(call.function(), false);
            case Choice.Unreachable unreachable -> new Problem.ConnectFailed(call.function(), call.tasksTried());
            case Choice.NoneRunning none -> new Problem.NoTask(call.function());
            case Choice.Granted granted -> throw new IllegalStateException("a task was granted");
        };
    }
}
