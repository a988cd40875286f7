package faas.gateway.proxy;

import faas.gateway.io.Deadline;
import faas.gateway.io.IoLoop;
import faas.gateway.routing.CallQueue;
import org.jspecify.annotations.Nullable;

/**
 * A call's wait for a task that can serve it, from its first visit to the waiting room on. Used on the call's IO thread,
 * but for {@link #wake}.
 */
final class Held extends Deadline implements CallQueue.Waiter {
    private final IoLoop loop;
    private final Runnable again;
    private final long sinceNanos;
    private long overNanos;
    private @Nullable CallQueue room;
    private CallQueue.@Nullable Position ticket;
    private HoldPolicy.Look look = new HoldPolicy.Look(0, false);
    private long untilNanos;
    private boolean waiting;

    /** @param again what to do once it is worth another try, or time for one */
    Held(IoLoop loop, Runnable again) {
        this.loop = loop;
        this.again = again;
        this.sinceNanos = nowNanos();
    }

    private long nowNanos() {
        return loop.deadlines().nowNanos();
    }

    /** How long ago the wait began. */
    long forNanos() {
        return nowNanos() - sinceNanos;
    }

    /** From the first visit to the end of the last one. */
    long overNanos() {
        return overNanos;
    }

    /**
     * Waits in the room until woken, or until it is time to look.
     *
     * @param leftNanos how long it may wait yet
     * @return false if the room is full
     */
    boolean waitIn(CallQueue entered, long signalsBefore, long leftNanos, HoldPolicy.Look how) {
        if (room != entered || ticket == null) {
            room = entered;
            ticket = entered.newPosition();
        }
        waiting = true;
        if (!entered.enqueue(ticket, this, signalsBefore)) {
            waiting = false;
            return false;
        }
        look = how;
        untilNanos = nowNanos() + leftNanos;
        lookIn(leftNanos);
        return true;
    }

    @Override
    public void wake() {
        loop.execute(this::goOn);
    }

    private void lookIn(long leftNanos) {
        loop.deadlines().set(this, nowNanos() + Math.min(leftNanos, look.everyNanos()));
    }

    /** Leaves the row for good, whose place is free at once. */
    void leave() {
        waiting = false;
        overNanos = forNanos();
        loop.deadlines().clear(this);
        if (ticket != null) {
            ticket.leave();
        }
    }

    @Override
    protected void expired() {
        if (ticket == null) {
            return;
        }
        long leftNanos = untilNanos - nowNanos();
        if (leftNanos > 0 && look.inTurn() && !ticket.isFirst()) {
            lookIn(leftNanos);
            return;
        }
        // Who is not in the room any more has been woken, and goes on when that arrives here.
        if (ticket.leave()) {
            goOn();
        }
    }

    private void goOn() {
        if (!waiting) {
            return;
        }
        waiting = false;
        overNanos = forNanos();
        loop.deadlines().clear(this);
        again.run();
    }
}
