package faas.gateway.metrics;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.summingDouble;

import java.util.List;
import java.util.stream.Stream;

/**
 * The metrics that OpenFaaS's gateway has, under its names and labels, so that its dashboards work unchanged. All are
 * derived when they are read. Source: the metrics page of OpenFaaS's documentation.
 */
final class OpenFaasMetrics {
    /** OpenFaaS names a function with its namespace; this gateway has one. */
    private static final String NAMESPACE_SUFFIX = ".openfaas-fn";

    /** The default buckets of Prometheus' client library for Go, which OpenFaaS uses; each is one of our own. */
    private static final double[] BOUNDS_SECONDS = {
        0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, Double.POSITIVE_INFINITY
    };

    private final GatewayMetrics metrics;

    OpenFaasMetrics(GatewayMetrics metrics) {
        this.metrics = metrics;
    }

    static double[] boundsSeconds() {
        return BOUNDS_SECONDS.clone();
    }

    Stream<Series<Double>> values(Metric metric) {
        return switch (metric) {
            case OPENFAAS_CALLS -> sums(metrics.values(Metric.CALLS), 2);
            case OPENFAAS_REPLICAS -> sums(metrics.values(Metric.REQUESTED_TASKS), 1);
            case OPENFAAS_READY ->
                sums(
                        metrics.values(Metric.TASKS)
                                .filter(series -> series.labels().get(1).equals("able")),
                        1);
            case OPENFAAS_IN_FLIGHT ->
                sums(Stream.concat(metrics.values(Metric.IN_FLIGHT_CALLS), metrics.values(Metric.HELD_CALLS)), 1);
            default -> throw new IllegalArgumentException(metric + " is not derived");
        };
    }

    Stream<Series<BucketReservoir.Buckets>> durations() {
        return metrics.histograms(Metric.CALL_DURATION)
                .filter(OpenFaasMetrics::hasFunction)
                .map(series -> new Series<>(renamed(series.labels()), series.value()));
    }

    /** The sums of the series that have the same first labels, of which the very first is the function. */
    private static Stream<Series<Double>> sums(Stream<Series<Double>> all, int labels) {
        return all
                .filter(OpenFaasMetrics::hasFunction)
                .collect(groupingBy(series -> series.labels().subList(0, labels), summingDouble(Series::value)))
                .entrySet()
                .stream()
                .map(sum -> new Series<>(renamed(sum.getKey()), sum.getValue()));
    }

    private static boolean hasFunction(Series<?> series) {
        return !series.labels().getFirst().equals(GatewayMetrics.NO_FUNCTION);
    }

    private static List<String> renamed(List<String> labels) {
        return Stream.concat(Stream.of(labels.getFirst() + NAMESPACE_SUFFIX), labels.subList(1, labels.size()).stream())
                .toList();
    }
}
