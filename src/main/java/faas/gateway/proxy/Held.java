package faas.gateway.proxy;

import faas.gateway.routing.WaitingRoom;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.xnio.XnioIoThread;

/**
 * A call's wait for a task that can serve it, from its first visit to the waiting room on. Used on the caller's IO thread,
 * but for {@link #wake}.
 */
final class Held extends Watched implements WaitingRoom.Waiter {
    private final XnioIoThread thread;
    private final UpstreamConnections connections;
    private final Runnable again;
    private final long sinceNanos;
    private long overNanos;
    private @Nullable WaitingRoom room;
    private WaitingRoom.@Nullable Ticket ticket;
    private HoldPolicy.Look look = new HoldPolicy.Look(0, false);
    private long untilNanos;
    private boolean waiting;

    /** @param again what to do once it is worth another try, or time for one */
    Held(XnioIoThread thread, UpstreamConnections connections, Runnable again) {
        this.thread = thread;
        this.connections = connections;
        this.again = again;
        this.sinceNanos = connections.nowNanos();
    }

    /** How long ago the wait began. */
    long forNanos() {
        return connections.nowNanos() - sinceNanos;
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
    boolean waitIn(WaitingRoom entered, long signalsBefore, long leftNanos, HoldPolicy.Look how) {
        if (room != entered || ticket == null) {
            room = entered;
            ticket = entered.draw();
        }
        waiting = true;
        if (!entered.enter(ticket, this, signalsBefore)) {
            waiting = false;
            return false;
        }
        look = how;
        untilNanos = connections.nowNanos() + leftNanos;
        deadlineNanos(connections.nowNanos() + Math.min(leftNanos, how.everyNanos()));
        connections.lane(thread).watch(this);
        return true;
    }

    @Override
    public void wake() {
        try {
            thread.execute(this::goOn);
        } catch (RejectedExecutionException e) {
            // The IO thread is stopping, and the call with it.
        }
    }

    @Override
    void deadlinePassed() {
        if (ticket == null) {
            return;
        }
        long leftNanos = untilNanos - connections.nowNanos();
        if (leftNanos > 0 && look.inTurn() && !ticket.isFirst()) {
            deadlineNanos(connections.nowNanos() + Math.min(leftNanos, look.everyNanos()));
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
        connections.lane(thread).unwatch(this);
        again.run();
    }
}
