package faas.gateway.io;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.xnio.XnioIoThread;

/**
 * The deadlines of one IO thread, in a hashed timing wheel. Used on that thread only.
 *
 * <p>Its clock stops while the thread itself is late. After a long pause, bytes that arrived meanwhile have not been read yet,
 * and no task or client must time out because of that.
 */
public final class DeadlineSweeper {
    /** The interval of the sweeps, and so how late a deadline may expire: a tenth of the default connect timeout. */
    static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    /** A power of two. A deadline beyond the wheel's 25 s is put back each time its slot is swept. */
    private static final int SLOTS = 512;

    private final XnioIoThread thread;
    private final LongSupplier nanoTime;
    private final List<List<Deadline>> wheel = new ArrayList<>(SLOTS);
    private final List<SweepTask> tasks = new ArrayList<>();
    private final long startNanos;
    private long tick;
    private long pausedNanos;
    private long lastSweepNanos;
    private int pending;
    private boolean sweepScheduled;
    private boolean sweeping;

    /** Work that runs with each sweep. */
    public interface SweepTask {
        /** Does the work. Returns false if there is nothing more to do until {@link #sweepSoon} is called again. */
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

    /** The thread's own time in nanoseconds: without the time it was late, and monotonic. */
    public long nowNanos() {
        long real = nanoTime.getAsLong();
        return real - pausedNanos - currentDelayNanos(real);
    }

    /** How late the scheduled sweep is; 0 within one tick of its time, and if none is scheduled. */
    private long currentDelayNanos(long real) {
        return sweepScheduled ? Math.max(0, real - lastSweepNanos - 2 * TICK_NANOS) : 0;
    }

    /** Sets the deadline, or moves it. {@code atNanos} is on the clock of {@link #nowNanos()}. */
    public void set(Deadline deadline, long atNanos) {
        deadline.atNanos = atNanos;
        // A sweep moves the tick itself, and must not find its slot refilled.
        if (!sweepScheduled && !sweeping && pending == 0) {
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

    /** Clears the deadline, if it is set. */
    public void clear(Deadline deadline) {
        if (deadline.tick >= 0) {
            remove(deadline);
        }
    }

    /** Adds work that runs with each sweep, from the next {@link #sweepSoon} on. */
    public void add(SweepTask task) {
        tasks.add(task);
    }

    /** Schedules a sweep, if none is scheduled. */
    public void sweepSoon() {
        if (sweepScheduled) {
            return;
        }
        try {
            thread.executeAfter(this::sweep, TimeUnit.NANOSECONDS.toMillis(TICK_NANOS), TimeUnit.MILLISECONDS);
            sweepScheduled = true;
            lastSweepNanos = nanoTime.getAsLong();
        } catch (RejectedExecutionException e) {
            // The IO thread is stopping, and its deadlines with it.
        }
    }

    private void sweep() {
        long real = nanoTime.getAsLong();
        pausedNanos += currentDelayNanos(real);
        sweepScheduled = false;
        sweeping = true;
        boolean busy = false;
        try {
            advance(real - pausedNanos);
            for (SweepTask task : tasks) {
                busy |= task.sweep(real - pausedNanos);
            }
        } finally {
            sweeping = false;
            if (busy || pending > 0) {
                sweepSoon();
            }
        }
    }

    private void advance(long nowNanos) {
        long last = tickAt(nowNanos);
        while (tick < last) {
            tick++;
            advance(slot(tick), nowNanos);
        }
    }

    private void advance(List<Deadline> slot, long nowNanos) {
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
            // If one of them throws, the others move to the next slot: this one is not swept again for 25 s.
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

    /** The tick after the deadline, or the last one that the wheel covers. */
    private long due(long atNanos) {
        return Math.clamp(tickAt(atNanos) + 1, tick + 1, tick + SLOTS - 1);
    }

    private List<Deadline> slot(long atTick) {
        return wheel.get((int) (atTick & SLOTS - 1));
    }

    private void insert(Deadline deadline, long due) {
        List<Deadline> slot = slot(due);
        deadline.tick = due;
        deadline.index = slot.size();
        slot.add(deadline);
        pending++;
    }

    private void remove(Deadline deadline) {
        List<Deadline> slot = slot(deadline.tick);
        Deadline last = slot.removeLast();
        if (deadline.index < slot.size()) {
            slot.set(deadline.index, last);
            last.index = deadline.index;
        }
        deadline.tick = -1;
        pending--;
    }
}
