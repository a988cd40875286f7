package faas.gateway.discovery.report;

import faas.gateway.function.Quoted;

/**
 * A condition of a service or a function that lasts until an operator changes it.
 *
 * @param kind how severe it is
 * @param name the service's name, or for a note the function's
 * @param text the condition, and what to do
 */
public record Complaint(Kind kind, String name, String text) {
    public enum Kind {
        /** The service is not routed. */
        NOT_ROUTED,
        /** The service has a label without effect. */
        REMARK,
        /** Not an error if the function is meant to be like that. */
        NOTE
    }

    /** The complaint as a log line. */
    public String line() {
        return switch (kind) {
            case NOT_ROUTED -> "service " + new Quoted(name) + " is not routed: " + text;
            case REMARK -> "service " + new Quoted(name) + ": " + text;
            case NOTE -> "function " + name + ": " + text;
        };
    }
}
