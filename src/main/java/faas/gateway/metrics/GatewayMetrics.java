package faas.gateway.metrics;

import com.codahale.metrics.Counter;
import com.codahale.metrics.Histogram;
import com.codahale.metrics.MetricRegistry;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.DoubleSupplier;
import java.util.function.IntSupplier;

/** The gateway's own figures. Thread-safe; recording neither locks nor allocates once a label set has been seen. */
public final class GatewayMetrics {
    /** The function label of calls that named no function the gateway knows. */
    public static final String NO_FUNCTION = "";

    private final MetricRegistry registry = new MetricRegistry();
    private final Counter readings = registry.counter("readings");
    private final Counter readingFailures = registry.counter("reading_failures");
    private final Map<String, FunctionMetrics> functions = new ConcurrentHashMap<>();
    private volatile Optional<Set<String>> deployed = Optional.empty();
    private volatile DoubleSupplier tableAgeSeconds = () -> Double.NaN;
    private volatile IntSupplier heldNow = () -> 0;

    /**
     * One call is over.
     *
     * @param function its function, or {@link #NO_FUNCTION}
     * @param status the status told
     * @param fault what went wrong, by its code; empty if nothing did
     * @param durationNanos how long it took
     */
    public void call(String function, int status, String fault, long durationNanos) {
        of(function).call(status, fault, durationNanos);
    }

    /** A connection to a replica of the function could not be made. */
    public void connectionFailure(String function) {
        of(function).connectionFailures().inc();
    }

    /** A call of the function is tried once more. */
    public void retry(String function) {
        of(function).retries().inc();
    }

    /** A call of the function is not tried once more, since too many of late were. */
    public void retryRefused(String function) {
        of(function).retriesRefused().inc();
    }

    /** A call of the function has to wait for a task. */
    public void held(String function) {
        of(function).held().inc();
    }

    /**
     * Drops the series of all other functions. A call that ends after its function is gone is counted nowhere; a function
     * that comes back begins at 0.
     */
    public void keepOnly(Set<String> functionNames) {
        deployed = Optional.of(Set.copyOf(functionNames));
        functions.keySet().removeIf(function -> !isDeployed(function));
    }

    /** Before the first snapshot nothing is known to be gone. */
    private boolean isDeployed(String function) {
        return function.equals(NO_FUNCTION)
                || deployed.map(names -> names.contains(function)).orElse(true);
    }

    /** One reading of the Swarm succeeded. */
    public void reading() {
        readings.inc();
    }

    /** One reading of the Swarm failed. */
    public void readingFailure() {
        readingFailures.inc();
    }

    /** Tells where the age of the table, in seconds, is to be asked; NaN before the first reading. */
    public void tableAge(DoubleSupplier seconds) {
        tableAgeSeconds = seconds;
    }

    /** Tells where the number of calls that wait for a task right now is to be asked. */
    public void heldNow(IntSupplier calls) {
        heldNow = calls;
    }

    private FunctionMetrics of(String function) {
        FunctionMetrics known = functions.get(function);
        if (known != null) {
            return known;
        }
        FunctionMetrics added = functions.computeIfAbsent(function, f -> new FunctionMetrics());
        // Asked after the series is there: either this sees that the function is gone, or keepOnly sees the series.
        if (!isDeployed(function)) {
            functions.remove(function, added);
        }
        return added;
    }

    Counter readings() {
        return readings;
    }

    Counter readingFailures() {
        return readingFailures;
    }

    int heldNow() {
        return heldNow.getAsInt();
    }

    double tableAgeSeconds() {
        return tableAgeSeconds.getAsDouble();
    }

    Map<String, FunctionMetrics> functions() {
        return functions;
    }

    static Histogram histogram(MetricRegistry registry, String name) {
        return registry.histogram(name, () -> new Histogram(new BucketReservoir()));
    }
}
