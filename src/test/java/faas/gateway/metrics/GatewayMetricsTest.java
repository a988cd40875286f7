package faas.gateway.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GatewayMetricsTest {
    private final GatewayMetrics metrics = new GatewayMetrics();

    @Test
    void before_the_first_reading_every_function_is_counted() {
        metrics.call("f", 200, "", 1);

        assertEquals(Set.of("f"), metrics.functions());
    }

    @Test
    void a_call_that_ends_after_its_function_is_gone_creates_no_series() {
        metrics.call("f", 200, "", 1);
        metrics.call(GatewayMetrics.NO_FUNCTION, 404, "unknown_function", 1);
        metrics.retainFunctions(Set.of("g"));

        metrics.call("f", 200, "", 1);
        metrics.increment(Metric.CALLS_HELD, "f");
        metrics.increment(Metric.RETRIES, "f");
        metrics.increment(Metric.CONNECTION_FAILURES, "f");
        metrics.call("g", 200, "", 1);

        assertEquals(Set.of("g", GatewayMetrics.NO_FUNCTION), metrics.functions());
    }

    @ParameterizedTest
    @EnumSource
    void every_metric_is_exposed_with_its_help_and_type(Metric metric) {
        metrics.call("f", 200, "", 1);
        String name = metric.exposedName();

        assertTrue(text().contains("# HELP " + name + " " + metric.help() + "\n"), text());
        assertTrue(
                text().contains("# TYPE " + name + " " + metric.type().name().toLowerCase(Locale.ROOT) + "\n"), text());
    }

    @Test
    void a_counter_starts_at_zero_and_shows_what_was_counted() {
        metrics.increment(Metric.READINGS);
        metrics.increment(Metric.RETRIES, "f");
        metrics.increment(Metric.RETRIES, "f");
        metrics.call("f", 200, "", 2_000_000);

        assertTrue(text().contains("\nfaas_gateway_readings_total 1.0\n"), text());
        assertTrue(text().contains("\nfaas_gateway_reading_failures_total 0.0\n"), text());
        assertTrue(text().contains("\nfaas_gateway_retries_total{function=\"f\"} 2.0\n"), text());
        assertTrue(text().contains("\nfaas_gateway_calls_total{code=\"200\",fault=\"\",function=\"f\"} 1.0\n"), text());
        assertTrue(text().contains("\nfaas_gateway_call_duration_seconds_count{function=\"f\"} 1\n"), text());
        assertTrue(text().contains("\nfaas_gateway_call_duration_seconds_sum{function=\"f\"} 0.002\n"), text());
    }

    @Test
    void a_gauge_is_not_a_number_until_it_has_a_source() {
        assertTrue(text().contains("\nfaas_gateway_held_calls NaN\n"), text());

        metrics.gauge(Metric.HELD_CALLS, () -> 3);

        assertTrue(text().contains("\nfaas_gateway_held_calls 3.0\n"), text());
    }

    @Test
    void a_metric_is_counted_only_with_the_labels_it_declares() {
        assertThrows(IllegalArgumentException.class, () -> metrics.increment(Metric.RETRIES));
        assertThrows(IllegalArgumentException.class, () -> metrics.increment(Metric.READINGS, "f"));
        assertThrows(IllegalArgumentException.class, () -> metrics.increment(Metric.HELD_CALLS));
    }

    private String text() {
        return new String(new PrometheusText(metrics).render(), StandardCharsets.UTF_8);
    }
}
