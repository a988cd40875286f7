package faas.gateway.discovery.schedule;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * When the Swarm is to be read next, and how much of it. All times are of one monotonic clock, in nanoseconds. Not
 * thread-safe.
 *
 * <ol>
 *   <li>A hint has what it is about read a moment after it, so that a burst of events causes one reading.
 *   <li>The reading that follows a hint is repeated shortly after: the first may still tell the old state.
 *   <li>Services in which something moves, and those suspected by callers, are read at a short interval, all of them in
 *       one reading; each until it has made no progress for a time.
 *   <li>Otherwise everything is read at the settled interval, which grows with the time a reading takes; so it is after
 *       failures, at growing ones.
 *   <li>Between two readings there is always a rest at least as long as the last one took: however large the Swarm and
 *       however many its events, the manager spends at most half its time on the gateway.
 * </ol>
 */
public final class ReadingSchedule {
    /** A reading of everything may take this share of the time between two of them: 5 % of one core of the manager. */
    private static final int SETTLED_SHARE = 20;

    /** Likewise, while so many services move that all is read for them: 20 %. */
    private static final int UNSETTLED_SHARE = 5;

    private record Repetition(Scope scope, long dueNanos) {}

    /**
     * A service that is read at the short interval.
     *
     * @param untilNanos when that ends, if nothing changes before
     * @param suspected even though all seems well with it
     */
    private record Watch(long untilNanos, boolean suspected) {}

    private final Pace pace;
    private final BackOff unsettledBackOff;
    private final BackOff failureBackOff;

    private final Map<String, Watch> watches = new HashMap<>();
    private final Deque<Repetition> repetitions = new ArrayDeque<>();
    private Scope hinted = Scope.NOTHING;
    private long hintedDueNanos;
    private boolean watching;
    private long watchingDueNanos;
    private long fullDueNanos;
    private long lastFullNanos = Long.MAX_VALUE;
    private long fullTookNanos = Long.MAX_VALUE;
    private long pauseUntilNanos;

    /** Nothing is known but by a reading of everything since the start or the last failure. */
    private boolean fullyRead;

    private Scope takenHint = Scope.NOTHING;
    private boolean takenWatches;

    /** The first reading, of everything, is due at once. */
    public ReadingSchedule(Pace pace, long nowNanos) {
        this.pace = pace;
        unsettledBackOff = new BackOff(pace.unsettledFirst(), pace.unsettledMax());
        failureBackOff = new BackOff(pace.backOffFirst(), pace.backOffMax());
        fullDueNanos = nowNanos;
        pauseUntilNanos = nowNanos;
    }

    /** When the next reading is due; may lie in the past. */
    public long dueNanos() {
        long due = fullDueNanos;
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

    /** Takes what the reading that is due now has to cover. */
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
        boolean cheap = fullTookNanos < pace.fullBelow().toNanos();
        return !fullyRead || cheap || isDue(fullDueNanos, nowNanos) ? Scope.EVERYTHING : scope;
    }

    /** Something was heard of the Swarm. */
    public void addHints(Hints.Batch batch) {
        long dueNanos = after(batch.firstNanos(), pace.coalescing());
        if (!batch.scope().isNothing()) {
            hintedDueNanos = hinted.isNothing() ? dueNanos : hintedDueNanos;
            hinted = hinted.plus(batch.scope());
        }
        if (fullyRead) {
            batch.suspects().forEach(id -> suspect(id, batch.firstNanos(), dueNanos));
        }
    }

    /** A service that is watched already is read soon enough. */
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
     * @param changed services it told something else of than the reading before
     * @param unsettled services of which something is on its way to another state, whether it covered them or not
     */
    public void succeeded(Scope read, long startedNanos, long finishedNanos, Set<String> changed, Set<String> unsettled) {
        long tookNanos = finishedNanos - startedNanos;
        failureBackOff.reset();
        pauseUntilNanos = finishedNanos + tookNanos;
        if (read.isEverything()) {
            fullyRead = true;
            // the quicker of two: one that took long met a busy moment, not a larger Swarm
            fullTookNanos = Math.min(lastFullNanos, tookNanos);
            lastFullNanos = tookNanos;
            fullDueNanos = startedNanos + Math.max(pace.settled().toNanos(), SETTLED_SHARE * fullTookNanos);
        }
        if (!takenHint.isNothing()) {
            repetitions.add(new Repetition(takenHint, after(startedNanos, pace.repeat())));
        }
        if (watch(finishedNanos, changed, unsettled)) {
            unsettledBackOff.reset();
        }
        planWatching(startedNanos, finishedNanos);
    }

    /** A reading failed; the next is of everything. */
    public void failed(long nanos) {
        fullyRead = false;
        hinted = Scope.NOTHING;
        repetitions.clear();
        watching = false;
        pauseUntilNanos = after(nanos, pace.backOffFirst());
        fullDueNanos = nanos + failureBackOff.nextNanos();
    }

    /** Whether a watch began, or began anew. */
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
            long shareNanos = Scope.of(watched).isEverything() && fullyRead ? UNSETTLED_SHARE * fullTookNanos : 0;
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

    /** By difference, since a monotonic clock may begin anywhere and run over. */
    private static boolean isBefore(long a, long b) {
        return a - b < 0;
    }
}
