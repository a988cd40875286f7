package faas.gateway.metrics;

import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.OpenMetricsTextFormatWriter;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot.InfoDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.stream.Stream;

/** The gateway's metrics in Prometheus' text format 0.0.4, or in OpenMetrics 1.0. Thread-safe. */
public final class PrometheusText {
    private final GatewayMetrics metrics;
    private final OpenFaasMetrics openFaas;
    private final ProcessMetricsSource process = new ProcessMetricsSource();
    private final ExpositionFormatWriter text =
            PrometheusTextFormatWriter.builder().build();
    private final ExpositionFormatWriter openMetrics =
            OpenMetricsTextFormatWriter.builder().build();

    public PrometheusText(GatewayMetrics metrics) {
        this.metrics = metrics;
        this.openFaas = new OpenFaasMetrics(metrics);
    }

    /** The {@code Content-Type} for what a client accepts: OpenMetrics only if it asks for it. */
    public String contentType(String accept) {
        return writer(accept).getContentType();
    }

    /**
     * All metrics with their current values, but those of single tasks, in UTF-8.
     *
     * @param accept the client's {@code Accept} field; may be empty
     */
    public byte[] render(String accept) {
        Stream<MetricSnapshot> own =
                Stream.of(Metric.values()).filter(metric -> !metric.isPerTask()).map(this::snapshot);
        return write(accept, Stream.concat(own, process.read().stream()));
    }

    /** The metrics of single tasks, likewise. */
    public byte[] renderTasks(String accept) {
        return write(
                accept, Stream.of(Metric.values()).filter(Metric::isPerTask).map(this::snapshot));
    }

    private byte[] write(String accept, Stream<MetricSnapshot> snapshots) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            writer(accept).write(out, new MetricSnapshots(snapshots.toList()), EscapingScheme.ALLOW_UTF8);
        } catch (IOException e) {
            throw new UncheckedIOException("a byte array cannot fail", e);
        }
        return out.toByteArray();
    }

    private ExpositionFormatWriter writer(String accept) {
        return openMetrics.accepts(accept) ? openMetrics : text;
    }

    private MetricSnapshot snapshot(Metric metric) {
        return switch (metric.type()) {
            case COUNTER -> counter(metric);
            case GAUGE -> gauge(metric);
            case INFO -> info(metric);
            case HISTOGRAM -> histogram(metric);
        };
    }

    private Stream<Series<Double>> values(Metric metric) {
        return metric.isOpenFaas() ? openFaas.values(metric) : metrics.values(metric);
    }

    private static Labels labels(Metric metric, Series<?> series) {
        return Labels.of(metric.labels(), series.labels());
    }

    private CounterSnapshot counter(Metric metric) {
        CounterSnapshot.Builder snapshot =
                CounterSnapshot.builder().name(withoutEnd(metric, "_total")).help(metric.help());
        values(metric)
                .forEach(series -> snapshot.dataPoint(CounterDataPointSnapshot.builder()
                        .labels(labels(metric, series))
                        .value(series.value())
                        .build()));
        return snapshot.build();
    }

    private GaugeSnapshot gauge(Metric metric) {
        GaugeSnapshot.Builder snapshot =
                GaugeSnapshot.builder().name(metric.exposedName()).help(metric.help());
        values(metric)
                .forEach(series -> snapshot.dataPoint(GaugeDataPointSnapshot.builder()
                        .labels(labels(metric, series))
                        .value(series.value())
                        .build()));
        return snapshot.build();
    }

    private InfoSnapshot info(Metric metric) {
        InfoSnapshot.Builder snapshot =
                InfoSnapshot.builder().name(withoutEnd(metric, "_info")).help(metric.help());
        values(metric)
                .forEach(series -> snapshot.dataPoint(InfoDataPointSnapshot.builder()
                        .labels(labels(metric, series))
                        .build()));
        return snapshot.build();
    }

    private HistogramSnapshot histogram(Metric metric) {
        HistogramSnapshot.Builder snapshot =
                HistogramSnapshot.builder().name(metric.exposedName()).help(metric.help());
        (metric.isOpenFaas() ? openFaas.durations() : metrics.histograms(metric)).forEach(series -> {
            BucketReservoir.Buckets buckets = series.value();
            double[] bounds = metric.isOpenFaas() ? OpenFaasMetrics.boundsSeconds() : buckets.boundsSeconds();
            snapshot.dataPoint(HistogramDataPointSnapshot.builder()
                    .labels(labels(metric, series))
                    .classicHistogramBuckets(ClassicHistogramBuckets.of(bounds, buckets.countsWithin(bounds)))
                    .sum(buckets.sumSeconds())
                    .build());
        });
        return snapshot.build();
    }

    /** The name without the end that the writer itself adds. */
    private static String withoutEnd(Metric metric, String end) {
        String name = metric.exposedName();
        return name.substring(0, name.length() - end.length());
    }
}
