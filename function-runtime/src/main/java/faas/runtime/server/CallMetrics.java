package faas.runtime.server;

import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;

/** Metrics of calls in the Prometheus text format. Thread-safe. */
final class CallMetrics {

    static final String MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private static final double NANOS_PER_SECOND = 1e9;
    private static final double[] BUCKET_SECONDS = {
        0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30
    };

    private final Map<Integer, LongAdder> byCode = new ConcurrentSkipListMap<>();
    private final AtomicLongArray buckets = new AtomicLongArray(BUCKET_SECONDS.length + 1);
    private final LongAdder nanos = new LongAdder();

    void record(int status, long tookNanos) {
        byCode.computeIfAbsent(status, code -> new LongAdder()).increment();
        nanos.add(tookNanos);
        int bucket = 0;
        while (bucket < BUCKET_SECONDS.length && tookNanos > BUCKET_SECONDS[bucket] * NANOS_PER_SECOND) {
            bucket++;
        }
        buckets.incrementAndGet(bucket);
    }

    long total() {
        long total = 0;
        for (LongAdder count : byCode.values()) {
            total += count.sum();
        }
        return total;
    }

    String text(InFlight inFlight) {
        var text = new StringBuilder(2048);
        head(text, "faas_calls_total", "counter", "Completed calls by status code.");
        byCode.forEach((code, count) -> text.append("faas_calls_total{code=\"" + code + "\"} " + count.sum() + "\n"));
        head(
                text,
                "faas_call_duration_seconds",
                "histogram",
                "Time from the arrival of a call to the last byte of its response.");
        long upTo = 0;
        for (int i = 0; i < BUCKET_SECONDS.length; i++) {
            upTo += buckets.get(i);
            text.append("faas_call_duration_seconds_bucket{le=\"" + BUCKET_SECONDS[i] + "\"} " + upTo + "\n");
        }
        upTo += buckets.get(BUCKET_SECONDS.length);
        text.append("faas_call_duration_seconds_bucket{le=\"+Inf\"} " + upTo + "\n");
        text.append("faas_call_duration_seconds_sum " + nanos.sum() / NANOS_PER_SECOND + "\n");
        text.append("faas_call_duration_seconds_count " + upTo + "\n");
        head(text, "faas_calls_in_flight", "gauge", "Calls in flight.");
        text.append("faas_calls_in_flight " + inFlight.taken() + "\n");
        head(text, "faas_calls_abandoned", "gauge", "Calls still running after a timeout or a disconnected client.");
        text.append("faas_calls_abandoned " + inFlight.abandoned() + "\n");
        return text.toString();
    }

    private static void head(StringBuilder text, String name, String type, String help) {
        text.append("# HELP " + name + " " + help + "\n# TYPE " + name + " " + type + "\n");
    }
}
