package faas.gateway.trace;

import java.util.Map;

/**
 * One completed operation of a trace.
 *
 * @param parentId the span it is part of; empty for the first of a trace
 * @param startNanos nanoseconds since 1970
 * @param endNanos nanoseconds since 1970
 * @param fault what went wrong; empty if nothing did
 * @param attributes strings and longs by name
 */
record Span(
        String traceId,
        String spanId,
        String parentId,
        Kind kind,
        String name,
        long startNanos,
        long endNanos,
        String fault,
        Map<String, Object> attributes) {
    /** Its role, with the number that OTLP has for it. */
    enum Kind {
        SERVER(2),
        CLIENT(3);

        private final int number;

        Kind(int number) {
            this.number = number;
        }

        int number() {
            return number;
        }
    }

    Span {
        attributes = Map.copyOf(attributes);
    }
}
