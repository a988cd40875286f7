package faas.gateway.proxy.call;

/** What a probe of a task found. */
public enum ProbeResult {
    /** The task accepts connections. */
    REACHABLE,
    /** The task or its node refuses connections. */
    REFUSED,
    /** Nothing comes back. */
    SILENT,
    /** The gateway could not probe it. */
    UNKNOWN
}
