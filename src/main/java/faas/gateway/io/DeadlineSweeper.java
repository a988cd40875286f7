package faas.gateway.io;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.xnio.XnioIoThread;

/**
 * Watches the deadlines of one IO thread with a hashed timing wheel. Used on that thread alone.
 *
 * <p>Its clock stands still while the thread itself is late: after a long pause, what came from the network meanwhile has not
 * been read yet, and a deadline must not blame a task or a client for that.
 */
public final class DeadlineSweeper {
    /** How late a passed deadline may be noticed: a tenth of the default connect timeout. */
    static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    /** A power of two; deadlines beyond the wheel's 25 s are looked at once on their way. */
    private static final int SLOTS = 512;

    private final XnioIoThread thread;
    private final LongSupplier nanoTime;
    private final List<List<Deadline>> wheel = new ArrayList<>(SLOTS);
    private final List<Chore> chores = new ArrayList<>();
    private final long startNanos;
    private long tick;
    private long lateNanos;
    private long sweptNanos;
    private int watched;
    private boolean sweeping;

    /** Work to be done with each sweep. */
    public interface Chore {
        /** Does it; false if there is nothing to do until {@link #sweepSoon} is called again. */
        boolean sweep(long nowNanos);
    }

    public DeadlineSweeper(XnioIoThread thread, LongSupplier nanoTime) {
        this.thread = thread;
        this.nanoTime = nanoTime;
        this.startNanos = nanoTime.getAsLong();
        for (int i = 0; i < SLOTS; i++) {
            wheel.add(new ArrayList<>(0));
        }
    }

    /** The thread's own time in nanoseconds, which leaves out how long the thread was late, and never goes back. */
    public long nowNanos() {
        long real = nanoTime.getAsLong();
        return real - lateNanos - lateNow(real);
    }

    /** How late the sweep that is due is by now; 0 within a tick of grace, and while none is due. */
    private long lateNow(long real) {
        return sweeping ? Math.max(0, real - sweptNanos - 2 * TICK_NANOS) : 0;
    }

    /** Watches the deadline, or moves it; {@code atNanos} is of {@link #nowNanos()}. */
    public void set(Deadline deadline, long atNanos) {
        deadline.atNanos = atNanos;
        if (!sweeping && watched == 0) {
            tick = tickAt(nowNanos());
        }
        long due = due(atNanos);
        if (deadline.tick >= 0) {
            if (due >= deadline.tick) {
                return;
            }
            remove(deadline);
        }
        insert(deadline, due);
        sweepSoon();
    }

    /** Watches it no more. */
    public void clear(Deadline deadline) {
        if (deadline.tick >= 0) {
            remove(deadline);
        }
    }

    /** Adds work that is done with each sweep from the next {@link #sweepSoon} on. */
    public void add(Chore chore) {
        chores.add(chore);
    }

    /** Has the next sweep come, where none is due. */
    public void sweepSoon() {
        if (sweeping) {
            return;
        }
        try {
            thread.executeAfter(this::sweep, TimeUnit.NANOSECONDS.toMillis(TICK_NANOS), TimeUnit.MILLISECONDS);
            sweeping = true;
            sweptNanos = nanoTime.getAsLong();
        } catch (RejectedExecutionException e) {
            // The IO thread is stopping, and everything it watches with it.
        }
    }

    private void sweep() {
        long real = nanoTime.getAsLong();
        lateNanos += lateNow(real);
        sweeping = false;
        boolean busy = false;
        try {
            turn(real - lateNanos);
            for (Chore chore : chores) {
                busy |= chore.sweep(real - lateNanos);
            }
        } finally {
            if (busy || watched > 0) {
                sweepSoon();
            }
        }
    }

    private void turn(long nowNanos) {
        long last = tickAt(nowNanos);
        while (tick < last) {
            tick++;
            turn(slot(tick), nowNanos);
        }
    }

    private void turn(List<Deadline> slot, long nowNanos) {
        try {
            while (!slot.isEmpty()) {
                Deadline deadline = slot.getLast();
                remove(deadline);
                if (nowNanos - deadline.atNanos >= 0) {
                    deadline.expired();
                } else {
                    insert(deadline, due(deadline.atNanos));
                }
            }
        } finally {
            // After a fault in one of them the others, whose slot would come again in 25 s only, are due in the next.
            while (!slot.isEmpty()) {
                Deadline left = slot.getLast();
                remove(left);
                insert(left, due(left.atNanos));
            }
        }
    }

    private long tickAt(long nanos) {
        return Math.floorDiv(nanos - startNanos, TICK_NANOS);
    }

    /** The tick after the deadline, or the farthest the wheel has. */
    private long due(long atNanos) {
        return Math.clamp(tickAt(atNanos) + 1, tick + 1, tick + SLOTS - 1);
    }

    private List<Deadline> slot(long atTick) {
        return wheel.get((int) (atTick & SLOTS - 1));
    }

    private void insert(Deadline deadline, long due) {
        List<Deadline> slot = slot(due);
        deadline.tick = due;
        deadline.place = slot.size();
        slot.add(deadline);
        watched++;
    }

    private void remove(Deadline deadline) {
        List<Deadline> slot = slot(deadline.tick);
        Deadline last = slot.removeLast();
        if (deadline.place < slot.size()) {
            slot.set(deadline.place, last);
            last.place = deadline.place;
        }
        deadline.tick = -1;
        watched--;
    }
}
