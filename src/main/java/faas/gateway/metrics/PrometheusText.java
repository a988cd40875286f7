package faas.gateway.metrics;

import com.codahale.metrics.Counter;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.Function;

/** The gateway's figures in Prometheus' text format 0.0.4. */
public final class PrometheusText {
    /** What to send as {@code Content-Type}. */
    public static final String CONTENT_TYPE = PrometheusTextFormatWriter.CONTENT_TYPE;

    private final GatewayMetrics metrics;
    private final PrometheusTextFormatWriter writer =
            PrometheusTextFormatWriter.builder().build();

    public PrometheusText(GatewayMetrics metrics) {
        this.metrics = metrics;
    }

    /** Every figure as it stands now, in UTF-8. */
    public byte[] render() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            writer.write(
                    out,
                    new MetricSnapshots(
                            calls(),
                            durations(),
                            byFunction(
                                    "faas_gateway_connection_failures",
                                    "Connections to a replica that could not be made, by function.",
                                    FunctionMetrics::connectionFailures),
                            byFunction(
                                    "faas_gateway_retries",
                                    "Further tries of calls, by function.",
                                    FunctionMetrics::retries),
                            byFunction(
                                    "faas_gateway_retries_refused",
                                    "Further tries that were not made because of too many of late, by function.",
                                    FunctionMetrics::retriesRefused),
                            byFunction(
                                    "faas_gateway_calls_held",
                                    "Calls that had to wait for a task, by function.",
                                    FunctionMetrics::held),
                            gauge(
                                    "faas_gateway_held_calls",
                                    "Calls that wait for a task right now.",
                                    metrics.heldNow()),
                            count("faas_gateway_readings", "Readings of the Swarm that succeeded.", metrics.readings()),
                            count(
                                    "faas_gateway_reading_failures",
                                    "Readings of the Swarm that failed.",
                                    metrics.readingFailures()),
                            gauge(
                                    "faas_gateway_table_age_seconds",
                                    "Time since the last successful reading of the Swarm; NaN before the first.",
                                    metrics.tableAgeSeconds())));
        } catch (IOException e) {
            throw new UncheckedIOException("a byte array cannot fail", e);
        }
        return out.toByteArray();
    }

    private CounterSnapshot calls() {
        CounterSnapshot.Builder all = CounterSnapshot.builder()
                .name("faas_gateway_calls")
                .help(
                        "Calls over, by function, status code and fault; function is empty where none was found, fault where there was none.");
        metrics.functions()
                .forEach((name, function) -> function.callsByEnd()
                        .forEach((end, calls) -> all.dataPoint(point(
                                calls,
                                Labels.of(
                                        "function",
                                        name,
                                        "code",
                                        Integer.toString(end.status()),
                                        "fault",
                                        end.fault())))));
        return all.build();
    }

    private HistogramSnapshot durations() {
        HistogramSnapshot.Builder all = HistogramSnapshot.builder()
                .name("faas_gateway_call_duration_seconds")
                .help("From the request's head to the answer's last byte, by function.");
        metrics.functions().forEach((name, function) -> {
            BucketReservoir.Buckets buckets = function.durations();
            all.dataPoint(HistogramDataPointSnapshot.builder()
                    .labels(Labels.of("function", name))
                    .classicHistogramBuckets(ClassicHistogramBuckets.of(buckets.boundsSeconds(), buckets.counts()))
                    .sum(buckets.sumSeconds())
                    .build());
        });
        return all.build();
    }

    private CounterSnapshot byFunction(String name, String help, Function<FunctionMetrics, Counter> figure) {
        CounterSnapshot.Builder all = CounterSnapshot.builder().name(name).help(help);
        metrics.functions()
                .forEach((function, figures) ->
                        all.dataPoint(point(figure.apply(figures), Labels.of("function", function))));
        return all.build();
    }

    private static CounterSnapshot count(String name, String help, Counter counter) {
        return CounterSnapshot.builder()
                .name(name)
                .help(help)
                .dataPoint(point(counter, Labels.EMPTY))
                .build();
    }

    private static GaugeSnapshot gauge(String name, String help, double value) {
        return GaugeSnapshot.builder()
                .name(name)
                .help(help)
                .dataPoint(GaugeDataPointSnapshot.builder().value(value).build())
                .build();
    }

    private static CounterDataPointSnapshot point(Counter counter, Labels labels) {
        return CounterDataPointSnapshot.builder()
                .value((double) counter.getCount())
                .labels(labels)
                .build();
    }
}
