package faas.gateway.metrics;

import com.codahale.metrics.Counter;
import com.codahale.metrics.Histogram;
import com.codahale.metrics.MetricRegistry;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The Dropwizard counters and histograms of all metrics with the same labels, for one set of label values. The set of
 * instruments never changes, so reading it is thread-safe.
 */
final class Instruments {
    private final Map<Metric, Counter> counters = new EnumMap<>(Metric.class);
    private final Map<Metric, Histogram> histograms = new EnumMap<>(Metric.class);

    /** @param labels the label names of the metrics to make */
    Instruments(MetricRegistry registry, List<String> labels) {
        for (Metric metric : Metric.values()) {
            if (!metric.labels().equals(labels)) {
                continue;
            }
            String name = metric.exposedName();
            switch (metric.type()) {
                case COUNTER -> counters.put(metric, registry.counter(name));
                case HISTOGRAM ->
                    histograms.put(metric, registry.histogram(name, () -> new Histogram(new BucketReservoir())));
                case GAUGE, INFO -> {}
            }
        }
    }

    Counter counter(Metric metric) {
        return known(counters.get(metric), metric);
    }

    Histogram histogram(Metric metric) {
        return known(histograms.get(metric), metric);
    }

    private static <T> T known(@Nullable T instrument, Metric metric) {
        if (instrument == null) {
            throw new IllegalArgumentException(metric + " has another type or other labels");
        }
        return instrument;
    }
}
