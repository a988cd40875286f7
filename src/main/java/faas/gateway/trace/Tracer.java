package faas.gateway.trace;

import faas.gateway.http1.Fields;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Records the traces of calls: those that their senders record, and a share of those that begin here. Thread-safe.
 */
final class Tracer implements Tracing {
    private final SpanIds ids;
    private final double share;
    private final LongSupplier epochNanos;
    private final Consumer<Span> completed;

    /**
     * @param share of the traces that begin here, 0–1; each gateway decides alike for the same trace id
     * @param epochNanos nanoseconds since 1970
     * @param completed gets every span; called on IO threads
     */
    Tracer(SpanIds ids, double share, LongSupplier epochNanos, Consumer<Span> completed) {
        this.ids = ids;
        this.share = share;
        this.epochNanos = epochNanos;
        this.completed = completed;
    }

    @Override
    public CallTrace begin(Fields fields) {
        Optional<TraceParent> parent = Tracing.incoming(fields);
        if (parent.isEmpty()) {
            String traceId = ids.traceId();
            TraceParent own = TraceParent.of(traceId, ids.spanId(), isSampled(traceId));
            return own.sampled() ? recorded(own, "", List.of()) : PassedTrace.of(own, List.of());
        }
        List<String> states = fields.all(TRACESTATE);
        if (!parent.get().sampled()) {
            return PassedTrace.of(parent.get(), states);
        }
        TraceParent own = TraceParent.of(parent.get().traceId(), ids.spanId(), true);
        return recorded(own, parent.get().spanId(), states);
    }

    private CallTrace recorded(TraceParent call, String parentId, List<String> states) {
        return new RecordedTrace(call, parentId, states, ids, epochNanos, completed);
    }

    /** By the last 63 bits of the id, which are random. */
    private boolean isSampled(String traceId) {
        long random = Long.parseUnsignedLong(traceId, 16, 32, 16) >>> 1;
        return random < share * Long.MAX_VALUE;
    }
}
