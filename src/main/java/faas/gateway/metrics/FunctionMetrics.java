package faas.gateway.metrics;

import com.codahale.metrics.Counter;
import com.codahale.metrics.Histogram;
import com.codahale.metrics.MetricRegistry;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** The metrics of one function, in a registry of their own, so that they disappear with the function. Thread-safe. */
final class FunctionMetrics {
    private static final List<String> LABELS = List.of("function");

    private final MetricRegistry registry = new MetricRegistry();
    private final Instruments instruments = new Instruments(registry, LABELS);
    private final Map<Ending, Counter> calls = new ConcurrentHashMap<>();
    private final Histogram durations = instruments.histogram(Metric.CALL_DURATION);

    /** How a call ended: the status of its response and the fault's code, which is empty if there was none. */
    private record Ending(int status, String fault) {}

    /** Counts one completed call; makes no strings once its ending is known. */
    void call(int status, String fault, long durationNanos) {
        Ending ending = new Ending(status, fault);
        Counter known = calls.get(ending);
        Counter counter = known != null ? known : calls.computeIfAbsent(ending, this::callCounter);
        counter.inc();
        durations.update(durationNanos);
    }

    /** How many calls have completed. */
    long calls() {
        return calls.values().stream().mapToLong(Counter::getCount).sum();
    }

    /** The same by outcome and duration. */
    CallCounts counts() {
        long[] counts = new long[CallCounts.COLUMNS];
        calls.forEach((ending, counter) -> counts[CallCounts.outcome(ending.status())] += counter.getCount());
        long[] buckets = ((BucketReservoir.Buckets) durations.getSnapshot()).counts();
        System.arraycopy(buckets, 0, counts, CallCounts.OUTCOMES, buckets.length);
        return new CallCounts(counts);
    }

    /** How many calls ended with each fault; the faults are ordered. */
    Map<String, Long> faults() {
        Map<String, Long> faults = new TreeMap<>();
        calls.forEach((ending, counter) -> {
            if (!ending.fault().isEmpty()) {
                faults.merge(ending.fault(), counter.getCount(), Long::sum);
            }
        });
        return faults;
    }

    private Counter callCounter(Ending ending) {
        return registry.counter(Metric.CALLS.exposedName() + "/" + ending.status() + "/" + ending.fault());
    }

    void increment(Metric metric) {
        instruments.counter(metric).inc();
    }

    /** @param function the name of the function, as a label value */
    Stream<Series<Double>> counters(Metric metric, String function) {
        if (metric != Metric.CALLS) {
            return Stream.of(new Series<>(List.of(function), value(instruments.counter(metric))));
        }
        return calls.entrySet().stream()
                .map(entry -> new Series<>(
                        List.of(
                                function,
                                Integer.toString(entry.getKey().status()),
                                entry.getKey().fault()),
                        value(entry.getValue())));
    }

    private static double value(Counter counter) {
        return counter.getCount();
    }

    /** @param function the name of the function, as a label value */
    Series<BucketReservoir.Buckets> histogram(Metric metric, String function) {
        return new Series<>(List.of(function), (BucketReservoir.Buckets)
                instruments.histogram(metric).getSnapshot());
    }
}
