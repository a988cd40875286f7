package faas.gateway.proxy;

import faas.gateway.io.Deadline;
import faas.gateway.io.IoLoop;
import faas.gateway.proxy.flow.CallFlow;
import faas.gateway.proxy.flow.QueuePolicy;
import faas.gateway.routing.CallQueue;
import org.jspecify.annotations.Nullable;

/** A call's place in the queue of its function, through any number of visits. Used on the call's IO thread, but for {@link #wake}. */
final class QueuedCall extends Deadline implements CallQueue.Waiter {
    private final IoLoop loop;
    private final Runnable onWoken;
    private @Nullable CallQueue queue;
    private CallQueue.@Nullable Position position;
    private QueuePolicy.Recheck recheck = new QueuePolicy.Recheck(0, false);
    private long untilNanos;
    private boolean waiting;

    /** @param onWoken run when the call should try again, since it was woken or its time is over */
    QueuedCall(IoLoop loop, Runnable onWoken) {
        this.loop = loop;
        this.onWoken = onWoken;
    }

    /** Enters the queue, or enters it again at its old place; false if the queue is full. */
    boolean enter(CallFlow.Next.Queue next) {
        if (queue != next.queue() || position == null) {
            queue = next.queue();
            position = next.queue().newPosition();
        }
        waiting = true;
        if (!next.queue().enqueue(position, this, next.signals())) {
            waiting = false;
            return false;
        }
        recheck = next.recheck();
        untilNanos = nowNanos() + next.leftNanos();
        checkIn(next.leftNanos());
        return true;
    }

    @Override
    public void wake() {
        loop.execute(this::goOn);
    }

    /** Leaves the queue for good; its place is free at once. */
    void leave() {
        boolean wasWoken = waiting && position != null && !position.leave();
        waiting = false;
        loop.deadlines().clear(this);
        if (wasWoken && queue != null) {
            // It was to try in place of the next call.
            queue.wakeFirst();
        }
    }

    @Override
    protected void expired() {
        if (position == null) {
            return;
        }
        long leftNanos = untilNanos - nowNanos();
        if (leftNanos > 0 && recheck.headOnly() && !position.isFirst()) {
            checkIn(leftNanos);
            return;
        }
        // A call that is not in the queue any more has been woken, and goes on when that arrives here.
        if (position.leave()) {
            goOn();
        }
    }

    private void checkIn(long leftNanos) {
        loop.deadlines().set(this, nowNanos() + Math.min(leftNanos, recheck.everyNanos()));
    }

    private void goOn() {
        if (!waiting) {
            return;
        }
        waiting = false;
        loop.deadlines().clear(this);
        onWoken.run();
    }

    private long nowNanos() {
        return loop.deadlines().nowNanos();
    }
}
