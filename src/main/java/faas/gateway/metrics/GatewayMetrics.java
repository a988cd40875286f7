package faas.gateway.metrics;

import com.codahale.metrics.Counter;
import com.codahale.metrics.Gauge;
import com.codahale.metrics.MetricRegistry;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.DoubleSupplier;
import java.util.stream.Stream;

/**
 * The gateway's metrics, as {@link Metric} declares them. Thread-safe; recording neither locks nor allocates once a
 * label set has been seen.
 */
public final class GatewayMetrics {
    /** The function label of calls that named no function the gateway knows. */
    public static final String NO_FUNCTION = "";

    private final MetricRegistry registry = new MetricRegistry();
    private final Instruments instruments = new Instruments(registry, List.of());
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
        instruments.counter(metric).inc();
    }

    /**
     * Sets where a gauge is read; until then it is NaN.
     *
     * @param metric a gauge that has no source yet
     */
    public void gauge(Metric metric, DoubleSupplier source) {
        Gauge<Double> gauge = source::getAsDouble;
        registry.register(metric.exposedName(), gauge);
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

    Stream<Series<Counter>> counters(Metric metric) {
        if (metric.labels().isEmpty()) {
            return Stream.of(new Series<>(List.of(), instruments.counter(metric)));
        }
        return functions.entrySet().stream().flatMap(entry -> entry.getValue().counters(metric, entry.getKey()));
    }

    Stream<Series<BucketReservoir.Buckets>> histograms(Metric metric) {
        return functions.entrySet().stream().map(entry -> entry.getValue().histogram(metric, entry.getKey()));
    }

    double gauge(Metric metric) {
        Gauge<?> gauge = registry.getGauges().get(metric.exposedName());
        return gauge != null && gauge.getValue() instanceof Double value ? value : Double.NaN;
    }
}
