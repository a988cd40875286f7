package faas.gateway.metrics;

import java.util.List;

/**
 * Every metric of the gateway, one row each: its name in Prometheus' format, its type, its help text and its labels.
 *
 * <p>The Dropwizard metric, the exposition and the test of {@code docs/reference.md} follow from the row. To add a
 * metric, add a row here and count it where it happens: {@link GatewayMetrics#increment(Metric, String)} for the label
 * {@code function}, {@link GatewayMetrics#increment(Metric)} for no label. {@link GatewayMetrics#source} says where
 * values are read that exist anyway. What has OpenFaaS's names is derived from other metrics.
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
    HELD_CALLS("faas_gateway_held_calls", Type.GAUGE, "Calls in the queue right now.", "function"),
    IN_FLIGHT_CALLS("faas_gateway_in_flight_calls", Type.GAUGE, "Calls that have a task right now.", "function"),
    TASKS(
            "faas_gateway_tasks",
            Type.GAUGE,
            "Running tasks. state is able (gets calls), ejected (gets none because connections to it failed) or"
                    + " draining (told to stop).",
            "function",
            "state"),
    REQUESTED_TASKS("faas_gateway_requested_tasks", Type.GAUGE, "Configured replicas.", "function"),
    READINGS("faas_gateway_readings_total", Type.COUNTER, "Successful reads of the Swarm."),
    READING_FAILURES("faas_gateway_reading_failures_total", Type.COUNTER, "Failed reads of the Swarm."),
    TABLE_AGE(
            "faas_gateway_table_age_seconds",
            Type.GAUGE,
            "Time since the last successful full read. Alert above 10, or above 60 with tens of thousands of tasks."
                    + " NaN before the first read and after discovery has ended."),
    CREDENTIAL_CHECKS(
            "faas_gateway_credential_checks_total",
            Type.COUNTER,
            "Passwords and tokens that had to be checked, since they were not known to be valid."),
    CREDENTIAL_CHECKS_REFUSED(
            "faas_gateway_credential_checks_refused_total",
            Type.COUNTER,
            "Calls refused because too many credentials waited to be checked."),
    ISSUER_READ_FAILURES(
            "faas_gateway_issuer_read_failures_total", Type.COUNTER, "Failed reads of the keys of issuers of tokens."),
    ISSUER_KEYS_AGE(
            "faas_gateway_issuer_keys_age_seconds",
            Type.GAUGE,
            "Time since the keys of an issuer were read. Alert above 900. NaN while there are none.",
            "issuer"),
    SPANS_SENT("faas_gateway_spans_sent_total", Type.COUNTER, "Spans that the collector of traces took."),
    SPANS_LOST(
            "faas_gateway_spans_lost_total",
            Type.COUNTER,
            "Spans that were lost because the queue was full or the collector did not take them."),
    BUILD_INFO("faas_gateway_build_info", Type.INFO, "Always 1. The label is the gateway's version.", "version"),

    OPENFAAS_CALLS(
            "gateway_function_invocation_total", Type.COUNTER, "Completed calls by status.", "function_name", "code"),
    OPENFAAS_DURATION(
            "gateway_functions_seconds",
            Type.HISTOGRAM,
            "Time from the request's head to the last byte of the response.",
            "function_name"),
    OPENFAAS_REPLICAS("gateway_service_count", Type.GAUGE, "Configured replicas.", "function_name"),
    OPENFAAS_READY("gateway_service_ready_count", Type.GAUGE, "Tasks that get calls.", "function_name"),
    OPENFAAS_IN_FLIGHT(
            "gateway_invocation_function_invocation_inflight",
            Type.GAUGE,
            "Calls that have a task or are queued.",
            "function_name"),

    TASK_CALLS(
            "faas_gateway_task_calls_total",
            Type.COUNTER,
            "Calls of a task. result is answered (a response of any status) or failed (none because of the task).",
            "function",
            "service",
            "task",
            "slot",
            "node",
            "result"),
    TASK_IN_FLIGHT_CALLS(
            "faas_gateway_task_in_flight_calls",
            Type.GAUGE,
            "Calls that a task has right now.",
            "function",
            "service",
            "task",
            "slot",
            "node"),
    TASK_EJECTED(
            "faas_gateway_task_ejected",
            Type.GAUGE,
            "1 while a task gets no calls because connections to it failed.",
            "function",
            "service",
            "task",
            "slot",
            "node");

    /** What a metric measures. */
    public enum Type {
        /** A number that only grows; its name ends in {@code _total}. */
        COUNTER,
        /** A value that is read when the metrics are. */
        GAUGE,
        /** A gauge that is always 1 and says something in its labels; its name ends in {@code _info}. */
        INFO,
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

    /** Whether it has a series for each task, and is therefore on a page of its own. */
    public boolean isPerTask() {
        return labels.contains("task");
    }

    /** Whether it has the name and labels that OpenFaaS's gateway gives it. */
    boolean isOpenFaas() {
        return exposedName.startsWith("gateway_");
    }

    /** One or more whole sentences; the meaning in {@code docs/reference.md} is the same text. */
    public String help() {
        return help;
    }

    public List<String> labels() {
        return labels;
    }
}
