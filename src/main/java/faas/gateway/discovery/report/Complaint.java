package faas.gateway.discovery.report;

import faas.gateway.function.Quoted;

/**
 * One thing about a service or a function that stays so until an operator mends it.
 *
 * @param kind how bad it is
 * @param name the service's, or for a note the function's
 * @param text what it is, and what to do
 */
public record Complaint(Kind kind, String name, String text) {
    public enum Kind {
        /** The service is not routed. */
        NOT_ROUTED,
        /** The service asks for something that has no effect. */
        REMARK,
        /** Nothing is wrong with the function, if it is meant so. */
        NOTE
    }

    /** As a line of the log. */
    public String line() {
        return switch (kind) {
            case NOT_ROUTED -> "service " + new Quoted(name) + " is not routed: " + text;
            case REMARK -> "service " + new Quoted(name) + ": " + text;
            case NOTE -> "function " + name + ": " + text;
        };
    }
}
