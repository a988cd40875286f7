package faas.gateway.io;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.xnio.XnioIoThread;

/** An IO thread that is never started, with a manual clock: what is due runs when the test advances the time. */
final class ManualThread extends XnioIoThread {
    /** Not zero: no clock of a JVM starts there. */
    private static final long START_NANOS = TimeUnit.HOURS.toNanos(3);

    private final List<Timer> timers = new ArrayList<>();
    private long nowNanos = START_NANOS;

    private record Timer(Runnable task, long dueNanos) {}

    ManualThread() {
        super(null, 0);
    }

    long nanoTime() {
        return nowNanos;
    }

    /** Time passes, and everything runs when it is due. */
    void pass(Duration time) {
        long endNanos = nowNanos + time.toNanos();
        for (Timer next = due(endNanos); next != null; next = due(endNanos)) {
            nowNanos = Math.max(nowNanos, next.dueNanos());
            run(next);
        }
        nowNanos = endNanos;
    }

    /** Time passes while the thread is busy, and what was due meanwhile does not run. */
    void beBusy(Duration time) {
        nowNanos += time.toNanos();
    }

    /** The thread runs what is due. */
    void catchUp() {
        pass(Duration.ZERO);
    }

    /** Whether anything is to run later. */
    boolean hasTimer() {
        return !timers.isEmpty();
    }

    private @Nullable Timer due(long endNanos) {
        return timers.stream()
                .filter(timer -> timer.dueNanos() <= endNanos)
                .min(Comparator.comparingLong(Timer::dueNanos))
                .orElse(null);
    }

    private void run(Timer timer) {
        timers.remove(timer);
        timer.task().run();
    }

    @Override
    public void execute(Runnable task) {
        executeAfter(task, 0, TimeUnit.NANOSECONDS);
    }

    @Override
    public Key executeAfter(Runnable task, long time, TimeUnit unit) {
        Timer timer = new Timer(task, nowNanos + unit.toNanos(time));
        timers.add(timer);
        return () -> timers.remove(timer);
    }

    @Override
    public Key executeAtInterval(Runnable task, long time, TimeUnit unit) {
        throw new UnsupportedOperationException("nothing under test repeats");
    }
}
