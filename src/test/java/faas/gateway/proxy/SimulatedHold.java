package faas.gateway.proxy;

import faas.gateway.routing.CallQueue;
import org.jspecify.annotations.Nullable;

/** A call's wait for a task in virtual time, in the steps of {@link Held}. */
final class SimulatedHold implements CallQueue.Waiter {
    private final VirtualTime time;
    private final Runnable again;
    private final long sinceNanos;
    private CallQueue.@Nullable Position ticket;
    private HoldPolicy.Look look = new HoldPolicy.Look(0, false);
    private long untilNanos;
    private int visits;
    private boolean waiting;

    /** @param again what to do once it is worth another try, or time for one */
    SimulatedHold(VirtualTime time, Runnable again) {
        this.time = time;
        this.again = again;
        this.sinceNanos = time.nowNanos();
    }

    long forNanos() {
        return time.nowNanos() - sinceNanos;
    }

    /** Waits in the room until woken, or until it is time to look; false if the room is full. */
    boolean waitIn(CallQueue room, long signalsBefore, long leftNanos, HoldPolicy.Look how) {
        CallQueue.Position mine = ticket == null ? room.newPosition() : ticket;
        ticket = mine;
        waiting = true;
        if (!room.enqueue(mine, this, signalsBefore)) {
            waiting = false;
            return false;
        }
        look = how;
        untilNanos = time.nowNanos() + leftNanos;
        lookLater(mine, ++visits);
        return true;
    }

    private void lookLater(CallQueue.Position mine, int visit) {
        long leftNanos = untilNanos - time.nowNanos();
        time.noticed(time.nowNanos() + Math.min(leftNanos, look.everyNanos()), () -> look(mine, visit));
    }

    private void look(CallQueue.Position mine, int visit) {
        if (!waiting || visit != visits) {
            return;
        }
        if (untilNanos - time.nowNanos() > 0 && look.inTurn() && !mine.isFirst()) {
            lookLater(mine, visit);
            return;
        }
        if (mine.leave()) {
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
            again.run();
        }
    }
}
