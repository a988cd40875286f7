package faas.gateway.metrics;

import com.codahale.metrics.Counter;
import com.codahale.metrics.Histogram;
import com.codahale.metrics.MetricRegistry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The figures of one function's calls. */
final class FunctionMetrics {
    private final MetricRegistry registry;
    private final String prefix;
    private final Map<Integer, Counter> callsByCode = new ConcurrentHashMap<>();
    private final Histogram durations;
    private final Counter connectionFailures;

    FunctionMetrics(MetricRegistry registry, String function) {
        this.registry = registry;
        this.prefix = "function/" + function + "/";
        this.durations = GatewayMetrics.histogram(registry, prefix + "duration_nanos");
        this.connectionFailures = registry.counter(prefix + "connection_failures");
    }

    void call(int status, long durationNanos) {
        Counter known = callsByCode.get(status);
        Counter calls = known != null
                ? known
                : callsByCode.computeIfAbsent(status, code -> registry.counter(prefix + "calls/" + code));
        calls.inc();
        durations.update(durationNanos);
    }

    Map<Integer, Counter> callsByCode() {
        return callsByCode;
    }

    BucketReservoir.Buckets durations() {
        return (BucketReservoir.Buckets) durations.getSnapshot();
    }

    Counter connectionFailures() {
        return connectionFailures;
    }
}
