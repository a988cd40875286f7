package faas.gateway.discovery.schedule;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * When to read the Swarm next, and how much of it. All times are of one monotonic clock, in nanoseconds. Not thread-safe.
 *
 * <ol>
 *   <li>A hint causes a reading of its services a moment later, so that a burst of events causes one reading.
 *   <li>The reading that follows a hint is repeated shortly after: the first may still report the old state.
 *   <li>Unsettled and suspected services are read at a short interval, all of them in one reading; each until it has made
 *       no progress for a while.
 *   <li>Full readings happen at the settled interval, which grows with the time a reading takes. After failures every
 *       reading is full, at growing intervals.
 *   <li>The pause between two readings is at least as long as the last one took. So the manager spends at most half its
 *       time on the gateway, however large the Swarm and however many its events.
 * </ol>
 */
public final class ReadingSchedule {
    /**
     * While so many services are unsettled that readings for them are full, these take at most one part in this many of the
     * time: 20 % of one core of the manager.
     */
    private static final int UNSETTLED_SHARE = 5;

    private record Repetition(Scope scope, long dueNanos) {}

    /**
     * A service that is read at the short interval.
     *
     * @param untilNanos when the watch ends, unless the service changes before
     * @param suspected whether it is watched because of a suspicion only
     */
    private record Watch(long untilNanos, boolean suspected) {}

    private final Pace pace;
    private final BackOff unsettledBackOff;
    private final FullReadings full;

    private final Map<String, Watch> watches = new HashMap<>();
    private final Deque<Repetition> repetitions = new ArrayDeque<>();
    private Scope hinted = Scope.NOTHING;
    private long hintedDueNanos;
    private boolean watching;
    private long watchingDueNanos;
    private long pauseUntilNanos;
    private Scope takenHint = Scope.NOTHING;
    private boolean takenWatches;

    /** The first reading is full and due at once. */
    public ReadingSchedule(Pace pace, long nowNanos) {
        this.pace = pace;
        unsettledBackOff = new BackOff(pace.unsettledFirst(), pace.unsettledMax());
        full = new FullReadings(pace, nowNanos);
        pauseUntilNanos = nowNanos;
    }

    /** When the next reading is due; may lie in the past. */
    public long dueNanos() {
        long due = full.dueNanos();
        if (!hinted.isNothing()) {
            due = earlier(due, hintedDueNanos);
        }
        if (!repetitions.isEmpty()) {
            due = earlier(due, repetitions.element().dueNanos());
        }
        if (watching) {
            due = earlier(due, watchingDueNanos);
        }
        return later(due, pauseUntilNanos);
    }

    /** Takes the scope of the reading that is due now. */
    public Scope take(long nowNanos) {
        takenHint = !hinted.isNothing() && isDue(hintedDueNanos, nowNanos) ? hinted : Scope.NOTHING;
        hinted = takenHint.isNothing() ? hinted : Scope.NOTHING;
        Scope scope = takenHint;
        while (!repetitions.isEmpty() && isDue(repetitions.element().dueNanos(), nowNanos)) {
            scope = scope.plus(repetitions.remove().scope());
        }
        takenWatches = watching && isDue(watchingDueNanos, nowNanos);
        if (takenWatches) {
            scope = scope.plus(Scope.of(watchedAt(nowNanos)));
        }
        // If the only watch that was due has ended, the scope is empty, which Docker would take for everything.
        boolean everything =
                !full.isValid() || full.areCheap() || isDue(full.dueNanos(), nowNanos) || scope.isNothing();
        return everything ? Scope.EVERYTHING : scope;
    }

    /** Schedules readings for hints. */
    public void addHints(Hints.Batch batch) {
        long dueNanos = after(batch.firstNanos(), pace.coalescing());
        if (!batch.scope().isNothing()) {
            hintedDueNanos = hinted.isNothing() ? dueNanos : hintedDueNanos;
            hinted = hinted.plus(batch.scope());
        }
        if (full.isValid()) {
            batch.suspects().forEach(id -> suspect(id, batch.firstNanos(), dueNanos));
        }
    }

    /** A service that is already watched is read soon enough. */
    private void suspect(String serviceId, long nowNanos, long dueNanos) {
        Watch watch = watches.get(serviceId);
        if (watch != null && isBefore(nowNanos, watch.untilNanos())) {
            return;
        }
        watches.put(serviceId, new Watch(after(nowNanos, pace.unsettledFor()), true));
        unsettledBackOff.reset();
        watchingDueNanos = watching ? earlier(watchingDueNanos, dueNanos) : dueNanos;
        watching = true;
    }

    /**
     * A reading succeeded.
     *
     * @param read what it covered
     * @param changed services that differ from the reading before
     * @param unsettled all unsettled services, whether the reading covered them or not
     */
    public void succeeded(
            Scope read, long startedNanos, long finishedNanos, Set<String> changed, Set<String> unsettled) {
        pauseUntilNanos = finishedNanos + (finishedNanos - startedNanos);
        if (read.isEverything()) {
            full.succeeded(startedNanos, finishedNanos);
        }
        if (!takenHint.isNothing()) {
            repetitions.add(new Repetition(takenHint, after(startedNanos, pace.repeat())));
        }
        if (watch(finishedNanos, changed, unsettled)) {
            unsettledBackOff.reset();
        }
        planWatching(startedNanos, finishedNanos);
    }

    /** A reading failed; the next one is full. */
    public void failed(long nanos) {
        hinted = Scope.NOTHING;
        repetitions.clear();
        watching = false;
        pauseUntilNanos = after(nanos, pace.backOffFirst());
        full.failed(nanos);
    }

    /** Updates the watches; returns whether one began or was renewed. */
    private boolean watch(long nowNanos, Set<String> changed, Set<String> unsettled) {
        watches.entrySet()
                .removeIf(watch -> !unsettled.contains(watch.getKey())
                        && (!watch.getValue().suspected()
                                || changed.contains(watch.getKey())
                                || isDue(watch.getValue().untilNanos(), nowNanos)));
        boolean renewed = false;
        for (String id : unsettled) {
            if (!watches.containsKey(id) || changed.contains(id) || takenHint.covers(id)) {
                watches.put(id, new Watch(after(nowNanos, pace.unsettledFor()), false));
                renewed = true;
            }
        }
        return renewed;
    }

    private void planWatching(long startedNanos, long finishedNanos) {
        List<String> watched = watchedAt(finishedNanos);
        if (watched.isEmpty()) {
            watching = false;
            return;
        }
        if (!watching || takenWatches) {
            long shareNanos =
                    Scope.of(watched).isEverything() && full.isValid() ? UNSETTLED_SHARE * full.tookNanos() : 0;
            watchingDueNanos = startedNanos + Math.max(unsettledBackOff.nextNanos(), shareNanos);
        }
        watching = true;
    }

    private List<String> watchedAt(long nowNanos) {
        return watches.entrySet().stream()
                .filter(watch -> isBefore(nowNanos, watch.getValue().untilNanos()))
                .map(Map.Entry::getKey)
                .toList();
    }

    private static long after(long nanos, Duration wait) {
        return nanos + wait.toNanos();
    }

    private static boolean isDue(long dueNanos, long nowNanos) {
        return !isBefore(nowNanos, dueNanos);
    }

    private static long later(long a, long b) {
        return isBefore(a, b) ? b : a;
    }

    private static long earlier(long a, long b) {
        return isBefore(a, b) ? a : b;
    }

    /** By difference, because a monotonic clock may start anywhere and overflow. */
    private static boolean isBefore(long a, long b) {
        return a - b < 0;
    }
}
