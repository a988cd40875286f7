package faas.gateway.metrics;

import io.prometheus.metrics.instrumentation.jvm.JvmBufferPoolMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmClassLoadingMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmGarbageCollectorMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmMemoryMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmRuntimeInfoMetric;
import io.prometheus.metrics.instrumentation.jvm.JvmThreadsMetrics;
import io.prometheus.metrics.instrumentation.jvm.ProcessMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import org.jspecify.annotations.Nullable;

/**
 * The figures of the process and the JVM, under the names that Prometheus' client libraries share. Thread-safe.
 *
 * <p>The first read loads the JVM's management classes, which a gateway that nobody scrapes does not need.
 */
final class ProcessMetricsSource {
    private @Nullable PrometheusRegistry registry;

    synchronized MetricSnapshots read() {
        PrometheusRegistry known = registry;
        if (known == null) {
            known = registered();
            registry = known;
        }
        return known.scrape();
    }

    /** Without those that listen to every garbage collection. */
    private static PrometheusRegistry registered() {
        PrometheusRegistry made = new PrometheusRegistry();
        ProcessMetrics.builder().register(made);
        JvmMemoryMetrics.builder().register(made);
        JvmBufferPoolMetrics.builder().register(made);
        JvmGarbageCollectorMetrics.builder().register(made);
        JvmThreadsMetrics.builder().register(made);
        JvmClassLoadingMetrics.builder().register(made);
        JvmRuntimeInfoMetric.builder().register(made);
        return made;
    }
}
