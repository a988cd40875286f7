package faas.gateway.metrics;

import com.codahale.metrics.MetricRegistry;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The gateway's metrics, as {@link Metric} declares them. Thread-safe; recording neither locks nor allocates once a
 * label set has been seen.
 */
public final class GatewayMetrics {
    /** The function label of calls that named no function the gateway knows. */
    public static final String NO_FUNCTION = "";

    private final Instruments instruments = new Instruments(new MetricRegistry(), List.of());
    private final Map<Metric, Supplier<Stream<Series<Double>>>> sources = new ConcurrentHashMap<>();
    private final Map<String, FunctionMetrics> functions = new ConcurrentHashMap<>();
    private volatile Optional<Set<String>> deployed = Optional.empty();

    /**
     * Counts a completed call, and its duration.
     *
     * @param function its function, or {@link #NO_FUNCTION}
     * @param status the status of the response
     * @param fault the fault's code; empty if there was none
     * @param durationNanos from the request's head to the last byte of the response
     */
    public void call(String function, int status, String fault, long durationNanos) {
        of(function).call(status, fault, durationNanos);
    }

    /**
     * Counts one more for a function.
     *
     * @param metric a counter with the label {@code function} only
     */
    public void increment(Metric metric, String function) {
        of(function).increment(metric);
    }

    /**
     * Counts one more.
     *
     * @param metric a counter without labels
     */
    public void increment(Metric metric) {
        add(metric, 1);
    }

    /**
     * Counts several more.
     *
     * @param metric a counter without labels
     */
    public void add(Metric metric, long more) {
        instruments.counter(metric).inc(more);
    }

    /**
     * Sets where the value of a metric without labels is read; until then it is NaN.
     *
     * @param metric a gauge
     */
    public void source(Metric metric, DoubleSupplier value) {
        source(metric, () -> Stream.of(new Series<>(List.of(), value.getAsDouble())));
    }

    /** Sets where the series of a metric are read, on the thread that renders the metrics; until then it has none. */
    public void source(Metric metric, Supplier<Stream<Series<Double>>> series) {
        sources.put(metric, series);
    }

    /** How many calls of a function have completed. */
    public long calls(String function) {
        FunctionMetrics known = functions.get(function);
        return known == null ? 0 : known.calls();
    }

    /** The same by outcome and duration. */
    public CallCounts counts(String function) {
        FunctionMetrics known = functions.get(function);
        return known == null ? CallCounts.NONE : known.counts();
    }

    /** How many calls of a function ended with each fault; the faults are ordered. */
    public Map<String, Long> faults(String function) {
        FunctionMetrics known = functions.get(function);
        return known == null ? Map.of() : known.faults();
    }

    /**
     * Drops the series of all other functions. A call that ends after its function is gone is not counted; a function
     * that comes back starts at 0.
     */
    public void retainFunctions(Set<String> functionNames) {
        deployed = Optional.of(Set.copyOf(functionNames));
        functions.keySet().removeIf(function -> !isDeployed(function));
    }

    /** Before the first snapshot no function is known to be gone. */
    private boolean isDeployed(String function) {
        return function.equals(NO_FUNCTION)
                || deployed.map(names -> names.contains(function)).orElse(true);
    }

    private FunctionMetrics of(String function) {
        FunctionMetrics known = functions.get(function);
        if (known != null) {
            return known;
        }
        FunctionMetrics added = functions.computeIfAbsent(function, f -> new FunctionMetrics());
        // Checked after the series was added: either this sees that the function is gone, or retainFunctions sees the
        // series.
        if (!isDeployed(function)) {
            functions.remove(function, added);
        }
        return added;
    }

    /** The functions that have series. */
    Set<String> functions() {
        return functions.keySet();
    }

    /** The current series of a metric that is not a histogram. */
    Stream<Series<Double>> values(Metric metric) {
        Supplier<Stream<Series<Double>>> source = sources.get(metric);
        if (source != null) {
            return source.get();
        }
        if (metric.type() == Metric.Type.COUNTER) {
            return counters(metric);
        }
        return metric.labels().isEmpty() ? Stream.of(new Series<>(List.of(), Double.NaN)) : Stream.empty();
    }

    private Stream<Series<Double>> counters(Metric metric) {
        if (metric.isPerTask()) {
            return Stream.empty();
        }
        if (metric.labels().isEmpty()) {
            return Stream.of(
                    new Series<>(List.of(), (double) instruments.counter(metric).getCount()));
        }
        return functions.entrySet().stream().flatMap(entry -> entry.getValue().counters(metric, entry.getKey()));
    }

    /** The current series of a histogram. */
    Stream<Series<BucketReservoir.Buckets>> histograms(Metric metric) {
        return functions.entrySet().stream().map(entry -> entry.getValue().histogram(metric, entry.getKey()));
    }
}
