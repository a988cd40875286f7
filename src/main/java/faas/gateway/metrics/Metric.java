package faas.gateway.metrics;

import java.util.List;

/**
 * Every metric of the gateway, one row each: its name in Prometheus' format, its type, its help text and its labels.
 *
 * <p>The Dropwizard metric, the exposition and the test of {@code docs/reference.md} follow from the row. To add a
 * metric, add a row here and count it where it happens: {@link GatewayMetrics#increment(Metric, String)} for the label
 * {@code function}, {@link GatewayMetrics#increment(Metric)} for no label, {@link GatewayMetrics#gauge} for a gauge.
 *
 * <p>A metric with the label {@code function} has one series per function, which disappears with the function.
 */
public enum Metric {
    CALLS(
            "faas_gateway_calls_total",
            Type.COUNTER,
            "Completed calls. function is empty if none was found, fault if there was none.",
            "function",
            "code",
            "fault"),
    CALL_DURATION(
            "faas_gateway_call_duration_seconds",
            Type.HISTOGRAM,
            "Time from the request's head to the last byte of the response.",
            "function"),
    CONNECTION_FAILURES(
            "faas_gateway_connection_failures_total", Type.COUNTER, "Failed connections to tasks.", "function"),
    RETRIES("faas_gateway_retries_total", Type.COUNTER, "Retries.", "function"),
    RETRIES_REFUSED(
            "faas_gateway_retries_refused_total", Type.COUNTER, "Retries refused by the retry budget.", "function"),
    CALLS_HELD("faas_gateway_calls_held_total", Type.COUNTER, "Calls that were queued.", "function"),
    HELD_CALLS("faas_gateway_held_calls", Type.GAUGE, "Calls in the queue right now."),
    READINGS("faas_gateway_readings_total", Type.COUNTER, "Successful reads of the Swarm."),
    READING_FAILURES("faas_gateway_reading_failures_total", Type.COUNTER, "Failed reads of the Swarm."),
    TABLE_AGE(
            "faas_gateway_table_age_seconds",
            Type.GAUGE,
            "Time since the last successful full read. Alert above 10, or above 60 with tens of thousands of tasks."
                    + " NaN before the first read and after discovery has ended.");

    /** What a metric measures. */
    public enum Type {
        /** A number that only grows; its name ends in {@code _total}. */
        COUNTER,
        /** A value that is read when the metrics are. */
        GAUGE,
        /** Durations in the buckets of {@link BucketReservoir}; its name ends in {@code _seconds}. */
        HISTOGRAM
    }

    private final String exposedName;
    private final Type type;
    private final String help;

    @SuppressWarnings("ImmutableEnumChecker") // List.of makes it immutable.
    private final List<String> labels;

    Metric(String exposedName, Type type, String help, String... labels) {
        this.exposedName = exposedName;
        this.type = type;
        this.help = help;
        this.labels = List.of(labels);
    }

    /** The name in Prometheus' format. */
    public String exposedName() {
        return exposedName;
    }

    public Type type() {
        return type;
    }

    /** One or more whole sentences; the meaning in {@code docs/reference.md} is the same text. */
    public String help() {
        return help;
    }

    public List<String> labels() {
        return labels;
    }
}
