package faas.gateway.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

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
        for (Metric gauge : List.of(
                Metric.TASKS,
                Metric.REQUESTED_TASKS,
                Metric.IN_FLIGHT_CALLS,
                Metric.HELD_CALLS,
                Metric.ISSUER_KEYS_AGE)) {
            metrics.source(gauge, () -> Stream.of(new Series<>(valuesFor(gauge), 1.0)));
        }
        if (metric.isPerTask() || metric.type() == Metric.Type.INFO) {
            metrics.source(metric, () -> Stream.of(new Series<>(valuesFor(metric), 1.0)));
        }
        String name = metric.exposedName();

        assertTrue(text().contains("# HELP " + name + " " + metric.help() + "\n"), text());
        assertTrue(text().contains("# TYPE " + name + " " + shownType(metric) + "\n"), text());
    }

    private static List<String> valuesFor(Metric metric) {
        return Collections.nCopies(metric.labels().size(), "able");
    }

    /** The text format 0.0.4 has no type for {@code _info}. */
    private static String shownType(Metric metric) {
        return metric.type() == Metric.Type.INFO
                ? "gauge"
                : metric.type().name().toLowerCase(Locale.ROOT);
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
    void a_gauge_without_labels_is_not_a_number_until_it_has_a_source() {
        assertTrue(text().contains("\nfaas_gateway_table_age_seconds NaN\n"), text());

        metrics.source(Metric.TABLE_AGE, () -> 3);

        assertTrue(text().contains("\nfaas_gateway_table_age_seconds 3.0\n"), text());
    }

    @Test
    void openfaas_has_one_series_for_all_faults_of_a_status_and_none_for_unknown_functions() {
        metrics.call("f", 503, "busy", 1);
        metrics.call("f", 503, "no_task", 1);
        metrics.call("f", 200, "", 1);
        metrics.call(GatewayMetrics.NO_FUNCTION, 404, "unknown_function", 1);

        assertEquals(
                Set.of(
                        "gateway_function_invocation_total{code=\"200\",function_name=\"f.openfaas-fn\"} 1.0",
                        "gateway_function_invocation_total{code=\"503\",function_name=\"f.openfaas-fn\"} 2.0"),
                series("gateway_function_invocation_total"));
    }

    @Test
    void openfaas_durations_are_in_the_buckets_of_prometheus() {
        metrics.call("f", 200, "", 100_000);
        metrics.call("f", 200, "", 4_900_000);
        metrics.call("f", 200, "", 5_100_000);
        metrics.call("f", 200, "", 30_000_000_000L);

        Set<String> buckets = series("gateway_functions_seconds_bucket");

        assertEquals(12, buckets.size());
        assertTrue(buckets.contains(bucket("0.005", 2)), buckets.toString());
        assertTrue(buckets.contains(bucket("0.01", 3)), buckets.toString());
        assertTrue(buckets.contains(bucket("10.0", 3)), buckets.toString());
        assertTrue(buckets.contains(bucket("+Inf", 4)), buckets.toString());
    }

    private static String bucket(String bound, int count) {
        return "gateway_functions_seconds_bucket{function_name=\"f.openfaas-fn\",le=\"" + bound + "\"} " + count;
    }

    @Test
    void openfaas_gauges_are_derived_from_those_of_the_gateway() {
        metrics.source(
                Metric.TASKS,
                () -> Stream.of(
                        new Series<>(List.of("f", "able"), 2.0),
                        new Series<>(List.of("f", "ejected"), 1.0),
                        new Series<>(List.of("f", "draining"), 4.0)));
        metrics.source(Metric.REQUESTED_TASKS, () -> Stream.of(new Series<>(List.of("f"), 3.0)));
        metrics.source(Metric.IN_FLIGHT_CALLS, () -> Stream.of(new Series<>(List.of("f"), 5.0)));
        metrics.source(Metric.HELD_CALLS, () -> Stream.of(new Series<>(List.of("f"), 7.0)));

        assertTrue(text().contains("\ngateway_service_ready_count{function_name=\"f.openfaas-fn\"} 2.0\n"), text());
        assertTrue(text().contains("\ngateway_service_count{function_name=\"f.openfaas-fn\"} 3.0\n"), text());
        assertTrue(
                text().contains(
                                "\ngateway_invocation_function_invocation_inflight{function_name=\"f.openfaas-fn\"} 12.0\n"),
                text());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/openmetrics-text",
                "application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,"
                        + "text/plain;version=0.0.4;q=0.5,*/*;q=0.1"
            })
    void a_client_that_accepts_openmetrics_gets_it(String accept) {
        PrometheusText text = new PrometheusText(metrics);

        assertTrue(text.contentType(accept).startsWith("application/openmetrics-text; version=1.0.0"));
        assertTrue(new String(text.render(accept), StandardCharsets.UTF_8).endsWith("\n# EOF\n"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "*/*", "text/plain", "application/json"})
    void every_other_client_gets_the_text_format(String accept) {
        PrometheusText text = new PrometheusText(metrics);

        assertTrue(text.contentType(accept).startsWith("text/plain; version=0.0.4"));
        assertFalse(new String(text.render(accept), StandardCharsets.UTF_8).contains("# EOF"));
    }

    @Test
    void the_process_and_the_jvm_are_included() {
        for (String name : List.of("process_cpu_seconds_total", "process_open_fds", "jvm_memory_used_bytes")) {
            assertFalse(series(name).isEmpty(), name);
        }
    }

    @Test
    void a_metric_is_counted_only_with_the_labels_it_declares() {
        assertThrows(IllegalArgumentException.class, () -> metrics.increment(Metric.RETRIES));
        assertThrows(IllegalArgumentException.class, () -> metrics.increment(Metric.READINGS, "f"));
        assertThrows(IllegalArgumentException.class, () -> metrics.increment(Metric.HELD_CALLS));
    }

    private Set<String> series(String name) {
        return text().lines()
                .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
                .collect(Collectors.toSet());
    }

    private String text() {
        PrometheusText text = new PrometheusText(metrics);
        return new String(text.render(""), StandardCharsets.UTF_8)
                + new String(text.renderTasks(""), StandardCharsets.UTF_8);
    }
}
