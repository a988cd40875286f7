package faas.gateway.proxy;

import faas.gateway.routing.WaitingRoom;
import org.jspecify.annotations.Nullable;

/** A call's wait for a task in virtual time, in the steps of {@link Held}. */
final class SimulatedHold implements WaitingRoom.Waiter {
    private final VirtualTime time;
    private final Runnable again;
    private final long sinceNanos;
    private WaitingRoom.@Nullable Ticket ticket;
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
    boolean waitIn(WaitingRoom room, long signalsBefore, long leftNanos, HoldPolicy.Look how) {
        WaitingRoom.Ticket mine = ticket == null ? room.draw() : ticket;
        ticket = mine;
        waiting = true;
        if (!room.enter(mine, this, signalsBefore)) {
            waiting = false;
            return false;
        }
        look = how;
        untilNanos = time.nowNanos() + leftNanos;
        lookLater(mine, ++visits);
        return true;
    }

    private void lookLater(WaitingRoom.Ticket mine, int visit) {
        long leftNanos = untilNanos - time.nowNanos();
        time.noticed(time.nowNanos() + Math.min(leftNanos, look.everyNanos()), () -> look(mine, visit));
    }

    private void look(WaitingRoom.Ticket mine, int visit) {
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
