package faas.gateway.trace;

import java.util.List;

/** A trace that the gateway passes on without taking part. */
public record PassedTrace(String traceId, String parentForTask, List<String> states) implements CallTrace {
    /** Of a call that belongs to no trace. */
    public static final CallTrace NONE = new PassedTrace("", "", List.of());

    public PassedTrace {
        states = List.copyOf(states);
    }

    static CallTrace of(TraceParent parent, List<String> states) {
        return new PassedTrace(parent.traceId(), parent.text(), states);
    }
}
