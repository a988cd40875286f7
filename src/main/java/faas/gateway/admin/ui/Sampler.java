package faas.gateway.admin.ui;

import faas.gateway.metrics.CallCounts;
import faas.gateway.metrics.GatewayMetrics;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Reads the counters of all functions: every ten seconds for their history, and every second while someone looks for their
 * rate. Calls themselves do nothing for it. Thread-safe.
 */
final class Sampler {
    static final int SLOT_SECONDS = 10;

    /** Functions with a history, which together need some five megabytes. Further ones have none. */
    static final int MAX_HISTORIES = 1000;

    /** The slots of a minute without the one that has not ended. */
    private static final int MINUTE_SLOTS = 6;

    /** Readings that a rate is measured over: five seconds. */
    private static final int MAX_READINGS = 6;

    /** Older readings are from the last time that someone looked. */
    private static final long MAX_GAP_NANOS = TimeUnit.SECONDS.toNanos(4);

    /** A function, since which slot it is known, and its history if it had a call. */
    private static final class Known {
        private final long sinceSlot;
        private @Nullable CallHistory history;

        Known(long sinceSlot) {
            this.sinceSlot = sinceSlot;
        }
    }

    private record Reading(long nanos, Map<String, Long> calls) {}

    private final GatewayMetrics metrics;
    private final Map<String, Known> functions = new HashMap<>();
    private final ArrayDeque<Reading> readings = new ArrayDeque<>();
    private long closedSlots;
    private int histories;
    private boolean full;

    Sampler(GatewayMetrics metrics) {
        this.metrics = metrics;
    }

    /**
     * Ends a slot of ten seconds.
     *
     * @param names the deployed functions; what is known of others is dropped
     */
    synchronized void closeSlot(Collection<String> names) {
        functions.keySet().retainAll(Set.copyOf(names));
        histories = (int) functions.values().stream()
                .filter(known -> known.history != null)
                .count();
        for (String name : names) {
            Known known = functions.computeIfAbsent(name, added -> new Known(closedSlots));
            CallCounts now = metrics.counts(name);
            CallHistory history = historyOf(known, now);
            if (history != null) {
                history.close(now);
            }
        }
        closedSlots++;
        full = histories >= MAX_HISTORIES;
    }

    private @Nullable CallHistory historyOf(Known known, CallCounts now) {
        if (known.history == null && now.total() > 0 && histories < MAX_HISTORIES) {
            // Without a free history its calls were not followed; with one, all of them belong to this slot.
            known.history = new CallHistory(full ? now : CallCounts.NONE);
            histories++;
        }
        return known.history;
    }

    /** Reads the number of calls, for the rate. */
    synchronized void read(long nowNanos, Collection<String> names) {
        if (!readings.isEmpty() && nowNanos - readings.getLast().nanos() > MAX_GAP_NANOS) {
            readings.clear();
        }
        Map<String, Long> calls = HashMap.newHashMap(names.size());
        names.forEach(name -> calls.put(name, metrics.calls(name)));
        readings.add(new Reading(nowNanos, calls));
        if (readings.size() > MAX_READINGS) {
            readings.removeFirst();
        }
    }

    /** Completed calls per second with one decimal; empty if they are not known yet. */
    synchronized Optional<Double> rate(String function) {
        Reading first = readings.peekFirst();
        Reading last = readings.peekLast();
        Known known = functions.get(function);
        if (first == null || last == null || last.nanos() - first.nanos() < TimeUnit.MILLISECONDS.toNanos(900)) {
            return known == null || closedSlots <= known.sinceSlot
                    ? Optional.empty()
                    : Optional.of(known.history == null ? 0.0 : known.history.calls(1) / (double) SLOT_SECONDS);
        }
        long before = first.calls().getOrDefault(function, 0L);
        long now = last.calls().getOrDefault(function, 0L);
        double seconds = (last.nanos() - first.nanos()) / 1e9;
        return Optional.of(Math.round(10 * (now < before ? now : now - before) / seconds) / 10.0);
    }

    /** The last minute; empty if there were no calls, or they are not followed. */
    synchronized Optional<Recent> minute(String function) {
        Known known = functions.get(function);
        CallCounts now = metrics.counts(function);
        CallHistory history = known == null || known.history == null ? null : known.history;
        if (history == null && (full || now.total() == 0)) {
            return Optional.empty();
        }
        CallHistory followed = history == null ? new CallHistory(CallCounts.NONE) : history;
        return Optional.of(followed.sums(MINUTE_SLOTS - 1, now))
                .filter(sums ->
                        sums[CallCounts.ANSWERED] + sums[CallCounts.CLIENT_ERRORS] + sums[CallCounts.SERVER_ERRORS] > 0)
                .map(Recent::of);
    }

    /** The calls of each slot, the oldest first; as many as have ended since the function is known. */
    synchronized int[] history(String function) {
        return slots(function).stream()
                .mapToInt(slot ->
                        slot[CallCounts.ANSWERED] + slot[CallCounts.CLIENT_ERRORS] + slot[CallCounts.SERVER_ERRORS])
                .toArray();
    }

    /** The columns of each slot, likewise. */
    synchronized List<int[]> slots(String function) {
        Known known = functions.get(function);
        int ended = known == null ? 0 : (int) Math.min(CallHistory.SLOTS, closedSlots - known.sinceSlot);
        CallHistory history = known == null ? null : known.history;
        List<int[]> slots = new ArrayList<>();
        for (int back = ended; back > 0; back--) {
            slots.add(history == null ? new int[CallCounts.COLUMNS] : history.slot(back));
        }
        return slots;
    }

    /** How many calls ended with each fault, since the gateway knows the function. */
    Map<String, Long> faults(String function) {
        return metrics.faults(function);
    }

    /** The calls in the latest slot by function, without those that had none. */
    synchronized Map<String, Integer> latestSlot() {
        Map<String, Integer> calls = new HashMap<>();
        for (Map.Entry<String, Known> entry : functions.entrySet()) {
            CallHistory history = entry.getValue().history;
            int latest = history == null ? 0 : history.calls(1);
            if (latest > 0) {
                calls.put(entry.getKey(), latest);
            }
        }
        return calls;
    }
}
