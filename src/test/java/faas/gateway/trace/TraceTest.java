package faas.gateway.trace;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.ok;
import static faas.gateway.trace.OtlpReceiver.attribute;
import static faas.gateway.trace.OtlpReceiver.id;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import faas.gateway.Await;
import faas.gateway.GatewayFixture;
import faas.gateway.Tasks;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Traces through a real gateway, with and without a collector. */
class TraceTest {
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String PARENT = "00-" + TRACE + "-b7ad6b7169203331-01";

    @RegisterExtension
    final OtlpReceiver collector = new OtlpReceiver();

    @RegisterExtension
    final GatewayFixture tracing = new GatewayFixture(
            "OTEL_EXPORTER_OTLP_ENDPOINT",
            collector.endpoint(),
            "OTEL_EXPORTER_OTLP_HEADERS",
            "Authorization=Bearer%20x");

    @RegisterExtension
    final GatewayFixture passing = new GatewayFixture();

    @RegisterExtension
    final WireMockExtension task = Tasks.wireMock();

    @BeforeEach
    void respond() {
        task.stubFor(any(anyUrl()).willReturn(ok()));
    }

    @Test
    void without_a_collector_a_valid_trace_passes_unchanged_and_its_id_is_logged() {
        passing.deploy("f", task.getPort());

        call(passing, "traceparent", PARENT, "tracestate", "a=1", "tracestate", "b=2");

        assertEquals(List.of(PARENT), received("traceparent"));
        assertEquals(List.of("a=1", "b=2"), received("tracestate"));
        assertTrue(passing.accessLog(1).getFirst().endsWith(" trace=" + TRACE), passing.accessLog(1)::toString);
    }

    @Test
    void without_a_collector_an_invalid_repeated_or_missing_parent_is_dropped_with_its_state() {
        passing.deploy("f", task.getPort());
        String[][] cases = {{"traceparent", PARENT + "-x"}, {"traceparent", PARENT, "traceparent", PARENT}, {}};

        for (String[] fields : cases) {
            task.resetRequests();
            call(
                    passing,
                    List.of(List.of(fields), List.of("tracestate", "a=1")).stream()
                            .flatMap(List::stream)
                            .toArray(String[]::new));

            assertEquals(List.of(), received("traceparent"));
            assertEquals(List.of(), received("tracestate"));
        }
        passing.accessLog(3).forEach(line -> assertFalse(line.contains("trace="), line));
    }

    @Test
    void a_call_that_was_retried_is_a_span_with_one_span_for_each_attempt() throws IOException {
        tracing.deploy("f", Tasks.refusingPort(), task.getPort());

        call(tracing, "traceparent", PARENT, "tracestate", "a=1");

        List<Span> spans = collector.spans(3);
        assertEquals(3, spans.size());
        Span failed = spans.get(0);
        Span worked = spans.get(1);
        Span server = spans.get(2);
        spans.forEach(span -> assertEquals(TRACE, id(span.getTraceId())));
        assertEquals("b7ad6b7169203331", id(server.getParentSpanId()));
        assertEquals("GET /f", server.getName());
        assertEquals(Span.SpanKind.SPAN_KIND_SERVER, server.getKind());
        assertEquals("/f", attribute(server, "http.route"));
        assertEquals("200", attribute(server, "http.response.status_code"));
        assertEquals(id(server.getSpanId()), id(failed.getParentSpanId()));
        assertEquals(id(server.getSpanId()), id(worked.getParentSpanId()));
        assertEquals(Span.SpanKind.SPAN_KIND_CLIENT, failed.getKind());
        assertEquals("connect_failed", attribute(failed, "error.type"));
        assertEquals("", attribute(failed, "http.request.resend_count"));
        assertEquals("1", attribute(worked, "http.request.resend_count"));
        assertTrue(server.getStartTimeUnixNano() <= failed.getStartTimeUnixNano());
        assertTrue(worked.getEndTimeUnixNano() <= server.getEndTimeUnixNano());
        assertEquals(List.of("00-" + TRACE + "-" + id(worked.getSpanId()) + "-01"), received("traceparent"));
        assertEquals(List.of("a=1"), received("tracestate"));
        assertEquals(List.of("service.name=faas-gateway", "service.version=development"), collector.resource());
        assertEquals("Bearer x", collector.authorizations().getFirst());
    }

    @Test
    void a_call_without_a_trace_begins_one_that_the_log_names() {
        tracing.deploy("f", task.getPort());

        call(tracing);

        Span server = collector.spans(2).getLast();
        assertEquals(0, server.getParentSpanId().size());
        assertTrue(tracing.accessLog(1).getFirst().endsWith(" trace=" + id(server.getTraceId())));
    }

    @Test
    void a_batch_is_sent_again_after_a_passing_failure_of_the_collector() {
        tracing.deploy("f", task.getPort());
        collector.answerFirst(503);

        call(tracing);

        assertEquals(2, collector.spans(2).size());
        awaitCount("faas_gateway_spans_sent_total", 2);
        awaitCount("faas_gateway_spans_lost_total", 0);
    }

    @Test
    void spans_that_the_collector_refuses_are_counted_and_reported_once() {
        tracing.deploy("f", task.getPort());
        collector.answerFirst(400, 400);

        call(tracing);
        awaitCount("faas_gateway_spans_lost_total", 2);
        call(tracing);

        awaitCount("faas_gateway_spans_lost_total", 4);
        List<String> lines = tracing.lines(ch.qos.logback.classic.Level.WARN);
        assertEquals(
                1,
                lines.stream()
                        .filter(line -> line.startsWith("traces are lost"))
                        .count(),
                lines::toString);
    }

    private void awaitCount(String metric, int count) {
        Await.until(
                metric + " " + count,
                Duration.ofSeconds(20),
                () -> tracing.admin("/metrics").body(),
                text -> text.contains("\n" + metric + " " + count + ".0\n"));
    }

    private static void call(GatewayFixture gateway, String... fields) {
        HttpRequest.Builder request = HttpRequest.newBuilder(gateway.uri("/f"));
        for (int i = 0; i < fields.length; i += 2) {
            request.header(fields[i], fields[i + 1]);
        }
        assertEquals(200, gateway.send(request.build()).statusCode());
        assertFalse(gateway.accessLog(1).isEmpty());
    }

    private List<String> received(String field) {
        LoggedRequest request = task.getAllServeEvents().getFirst().getRequest();
        return request.containsHeader(field) ? request.header(field).values() : List.of();
    }
}
