package faas.gateway.metrics;

import java.util.List;

/**
 * One series of a metric.
 *
 * @param labels the values of the metric's labels, in their order
 * @param value what is measured
 */
public record Series<T>(List<String> labels, T value) {
    public Series {
        labels = List.copyOf(labels);
    }
}
