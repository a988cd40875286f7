package faas.gateway.trace;

import faas.gateway.http1.Fields;
import io.undertow.util.HttpString;
import java.util.Optional;

/** Decides to which trace a call belongs. Thread-safe. */
public interface Tracing {
    HttpString TRACEPARENT = new HttpString("traceparent");
    HttpString TRACESTATE = new HttpString("tracestate");

    /** Passes valid traces on, and records none. */
    Tracing OFF = fields -> incoming(fields)
            .map(parent -> PassedTrace.of(parent, fields.all(TRACESTATE)))
            .orElse(PassedTrace.NONE);

    /** The trace of a call with these fields. */
    CallTrace begin(Fields fields);

    /** The sender's span; empty if there is none, or if the field is invalid or repeated. */
    static Optional<TraceParent> incoming(Fields fields) {
        String parent = fields.first(TRACEPARENT);
        if (parent == null || fields.count(TRACEPARENT) > 1) {
            return Optional.empty();
        }
        return TraceParent.parse(parent);
    }
}
