package faas.gateway.metrics;

import com.codahale.metrics.Counter;
import com.codahale.metrics.Histogram;
import com.codahale.metrics.MetricRegistry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The figures of one function's calls, in a registry of their own, so that they go with the function. */
final class FunctionMetrics {
    private final MetricRegistry registry = new MetricRegistry();
    private final Map<End, Counter> callsByEnd = new ConcurrentHashMap<>();
    private final Histogram durations;
    private final Counter connectionFailures;
    private final Counter retries;
    private final Counter retriesRefused;
    private final Counter held;

    FunctionMetrics() {
        this.durations = GatewayMetrics.histogram(registry, "duration_nanos");
        this.connectionFailures = registry.counter("connection_failures");
        this.retries = registry.counter("retries");
        this.retriesRefused = registry.counter("retries_refused");
        this.held = registry.counter("held");
    }

    /** How a call ended: the status told, and the fault's code, empty without one. */
    record End(int status, String fault) {}

    void call(int status, String fault, long durationNanos) {
        End end = new End(status, fault);
        Counter known = callsByEnd.get(end);
        Counter calls = known != null
                ? known
                : callsByEnd.computeIfAbsent(end, e -> registry.counter("calls/" + e.status() + "/" + e.fault()));
        calls.inc();
        durations.update(durationNanos);
    }

    Map<End, Counter> callsByEnd() {
        return callsByEnd;
    }

    BucketReservoir.Buckets durations() {
        return (BucketReservoir.Buckets) durations.getSnapshot();
    }

    Counter connectionFailures() {
        return connectionFailures;
    }

    Counter retries() {
        return retries;
    }

    Counter retriesRefused() {
        return retriesRefused;
    }

    Counter held() {
        return held;
    }
}
