package faas.gateway.simulation;

import faas.gateway.proxy.flow.CallFlow;
import faas.gateway.routing.CallQueue;
import org.jspecify.annotations.Nullable;

/** A call's place in the queue, as {@code QueuedCall} has it on an IO thread. */
final class SimulatedQueuedCall implements CallQueue.Waiter {
    private final VirtualTime time;
    private final Runnable onWoken;
    private CallQueue.@Nullable Position position;
    private int visits;
    private boolean waiting;

    SimulatedQueuedCall(VirtualTime time, Runnable onWoken) {
        this.time = time;
        this.onWoken = onWoken;
    }

    /** False if the queue is full. */
    boolean enter(CallFlow.Next.Queue next) {
        CallQueue.Position mine = position == null ? next.queue().newPosition() : position;
        position = mine;
        waiting = true;
        if (!next.queue().enqueue(mine, this, next.signals())) {
            waiting = false;
            return false;
        }
        checkLater(next, time.nowNanos() + next.leftNanos(), mine, ++visits);
        return true;
    }

    private void checkLater(CallFlow.Next.Queue next, long untilNanos, CallQueue.Position mine, int visit) {
        long leftNanos = untilNanos - time.nowNanos();
        time.noticed(
                time.nowNanos() + Math.min(leftNanos, next.recheck().everyNanos()),
                () -> check(next, untilNanos, mine, visit));
    }

    private void check(CallFlow.Next.Queue next, long untilNanos, CallQueue.Position mine, int visit) {
        if (!waiting || visit != visits) {
            return;
        }
        if (untilNanos - time.nowNanos() > 0 && next.recheck().headOnly() && !mine.isFirst()) {
            checkLater(next, untilNanos, mine, visit);
        } else if (mine.leave()) {
            goOn();
        }
    }

    @Override
    public void wake() {
        time.after(0, this::goOn);
    }

    private void goOn() {
        if (waiting) {
            waiting = false;
            onWoken.run();
        }
    }
}
