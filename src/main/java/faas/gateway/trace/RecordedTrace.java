package faas.gateway.trace;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** A trace to which the gateway adds a span for the call and one for each attempt. Used by one IO thread. */
final class RecordedTrace implements CallTrace {
    private final String traceId;
    private final String spanId;
    private final String parentId;
    private final List<String> states;
    private final SpanIds ids;
    private final LongSupplier epochNanos;
    private final Consumer<Span> completed;
    private final long startNanos;
    private String attemptId = "";
    private long attemptStartNanos;

    /**
     * @param call the call's span
     * @param parentId the sender's span; empty if there is none
     * @param states from the sender
     * @param epochNanos nanoseconds since 1970
     */
    RecordedTrace(
            TraceParent call,
            String parentId,
            List<String> states,
            SpanIds ids,
            LongSupplier epochNanos,
            Consumer<Span> completed) {
        this.traceId = call.traceId();
        this.spanId = call.spanId();
        this.parentId = parentId;
        this.states = List.copyOf(states);
        this.ids = ids;
        this.epochNanos = epochNanos;
        this.completed = completed;
        this.startNanos = epochNanos.getAsLong();
    }

    @Override
    public String traceId() {
        return traceId;
    }

    @Override
    public String parentForTask() {
        return TraceParent.of(traceId, attemptId, true).text();
    }

    @Override
    public List<String> states() {
        return states;
    }

    @Override
    public boolean isRecorded() {
        return true;
    }

    @Override
    public void attemptStarted() {
        attemptId = ids.spanId();
        attemptStartNanos = epochNanos.getAsLong();
    }

    @Override
    public void attemptEnded(String name, String fault, Map<String, Object> attributes) {
        completed.accept(new Span(
                traceId,
                attemptId,
                spanId,
                Span.Kind.CLIENT,
                name,
                attemptStartNanos,
                epochNanos.getAsLong(),
                fault,
                attributes));
    }

    @Override
    public void ended(String name, String fault, Map<String, Object> attributes) {
        completed.accept(new Span(
                traceId,
                spanId,
                parentId,
                Span.Kind.SERVER,
                name,
                startNanos,
                epochNanos.getAsLong(),
                fault,
                attributes));
    }
}
