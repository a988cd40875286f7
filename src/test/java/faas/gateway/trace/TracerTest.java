package faas.gateway.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import faas.gateway.http1.Fields;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TracerTest {
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String SPAN = "b7ad6b7169203331";

    private final List<Span> spans = new ArrayList<>();
    private long now = 1_000;

    @Test
    void a_call_of_a_recorded_trace_becomes_a_part_of_it_and_each_attempt_a_part_of_the_call() {
        CallTrace trace =
                tracer(0).begin(fields("00-" + TRACE + "-" + SPAN + "-01").add(Tracing.TRACESTATE, "a=1"));
        trace.attemptStarted();
        String sent = trace.parentForTask();
        now = 2_000;
        trace.attemptEnded("GET", "connect_failed", Map.of());
        trace.attemptStarted();
        String sentNext = trace.parentForTask();
        trace.attemptEnded("GET", "", Map.of());
        now = 3_000;
        trace.ended("GET /f", "", Map.of("a", 1L));

        assertEquals(List.of("a=1"), trace.states());
        Span call = spans.getLast();
        assertEquals(
                new Span(TRACE, call.spanId(), SPAN, Span.Kind.SERVER, "GET /f", 1_000, 3_000, "", Map.of("a", 1L)),
                call);
        Span first = spans.getFirst();
        assertEquals(
                new Span(
                        TRACE,
                        first.spanId(),
                        call.spanId(),
                        Span.Kind.CLIENT,
                        "GET",
                        1_000,
                        2_000,
                        "connect_failed",
                        Map.of()),
                first);
        assertEquals("00-" + TRACE + "-" + first.spanId() + "-01", sent);
        assertEquals("00-" + TRACE + "-" + spans.get(1).spanId() + "-01", sentNext);
        assertEquals(3, Set.copyOf(spans.stream().map(Span::spanId).toList()).size());
    }

    @Test
    void a_trace_that_its_sender_does_not_record_passes_unchanged() {
        String parent = "00-" + TRACE + "-" + SPAN + "-00";

        CallTrace trace = tracer(1).begin(fields(parent));

        assertFalse(trace.isRecorded());
        assertEquals(parent, trace.parentForTask());
    }

    @Test
    void an_invalid_or_repeated_parent_starts_a_new_trace_without_its_state() {
        Fields repeated = fields("00-" + TRACE + "-" + SPAN + "-01");
        repeated.add(Tracing.TRACEPARENT, repeated.value(0));

        for (Fields fields : List.of(fields("nonsense"), repeated)) {
            CallTrace trace = tracer(1).begin(fields.add(Tracing.TRACESTATE, "a=1"));

            assertTrue(trace.isRecorded());
            assertFalse(trace.traceId().equals(TRACE));
            assertEquals(List.of(), trace.states());
        }
    }

    @Test
    void the_share_of_the_traces_that_begin_here_is_recorded_and_the_others_say_so() {
        Tracing tracer = tracer(0.25);

        List<CallTrace> traces =
                Stream.generate(() -> tracer.begin(new Fields())).limit(10_000).toList();

        long recorded = traces.stream().filter(CallTrace::isRecorded).count();
        assertTrue(recorded > 2_200 && recorded < 2_800, "recorded: " + recorded);
        assertTrue(traces.stream()
                .filter(trace -> !trace.isRecorded())
                .allMatch(trace -> trace.parentForTask().endsWith("-00")));
        assertEquals(
                10_000, new HashSet<>(traces.stream().map(CallTrace::traceId).toList()).size());
    }

    private Tracing tracer(double share) {
        return new Tracer(new SpanIds(1), share, () -> now, spans::add);
    }

    private static Fields fields(String parent) {
        return new Fields().add(Tracing.TRACEPARENT, parent);
    }
}
