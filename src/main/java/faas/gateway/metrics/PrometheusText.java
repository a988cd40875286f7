package faas.gateway.metrics;

import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.Stream;

/** The gateway's metrics in Prometheus' text format 0.0.4. */
public final class PrometheusText {
    /** The {@code Content-Type} of the format. */
    public static final String CONTENT_TYPE = PrometheusTextFormatWriter.CONTENT_TYPE;

    /** What the writer itself appends to the name of a counter. */
    private static final String COUNTER_SUFFIX = "_total";

    private final GatewayMetrics metrics;
    private final PrometheusTextFormatWriter writer =
            PrometheusTextFormatWriter.builder().build();

    public PrometheusText(GatewayMetrics metrics) {
        this.metrics = metrics;
    }

    /** All metrics with their current values, in UTF-8. */
    public byte[] render() {
        List<MetricSnapshot> all =
                Stream.of(Metric.values()).map(this::snapshot).toList();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            writer.write(out, new MetricSnapshots(all));
        } catch (IOException e) {
            throw new UncheckedIOException("a byte array cannot fail", e);
        }
        return out.toByteArray();
    }

    private MetricSnapshot snapshot(Metric metric) {
        return switch (metric.type()) {
            case COUNTER -> counter(metric);
            case GAUGE -> gauge(metric);
            case HISTOGRAM -> histogram(metric);
        };
    }

    private CounterSnapshot counter(Metric metric) {
        String name = metric.exposedName();
        CounterSnapshot.Builder snapshot = CounterSnapshot.builder()
                .name(name.substring(0, name.length() - COUNTER_SUFFIX.length()))
                .help(metric.help());
        metrics.counters(metric)
                .forEach(series -> snapshot.dataPoint(CounterDataPointSnapshot.builder()
                        .labels(Labels.of(metric.labels(), series.labels()))
                        .value((double) series.value().getCount())
                        .build()));
        return snapshot.build();
    }

    private GaugeSnapshot gauge(Metric metric) {
        return GaugeSnapshot.builder()
                .name(metric.exposedName())
                .help(metric.help())
                .dataPoint(GaugeDataPointSnapshot.builder()
                        .value(metrics.gauge(metric))
                        .build())
                .build();
    }

    private HistogramSnapshot histogram(Metric metric) {
        HistogramSnapshot.Builder snapshot =
                HistogramSnapshot.builder().name(metric.exposedName()).help(metric.help());
        metrics.histograms(metric)
                .forEach(series -> snapshot.dataPoint(HistogramDataPointSnapshot.builder()
                        .labels(Labels.of(metric.labels(), series.labels()))
                        .classicHistogramBuckets(ClassicHistogramBuckets.of(
                                series.value().boundsSeconds(), series.value().counts()))
                        .sum(series.value().sumSeconds())
                        .build()));
        return snapshot.build();
    }
}
