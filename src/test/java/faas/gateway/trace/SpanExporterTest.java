package faas.gateway.trace;

import static org.junit.jupiter.api.Assertions.assertTrue;

import faas.gateway.Await;
import faas.gateway.config.TraceSettings;
import faas.gateway.http1.Fields;
import faas.gateway.metrics.GatewayMetrics;
import faas.gateway.metrics.PrometheusText;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SpanExporterTest {
    private static final int SPANS = 3 * SpanExporter.QUEUE_SPANS;

    private final GatewayMetrics metrics = new GatewayMetrics();

    @Test
    void while_a_collector_accepts_but_never_answers_calls_do_not_wait_and_the_loss_is_counted() throws IOException {
        try (ServerSocket silent = new ServerSocket(0)) {
            URI endpoint = URI.create("http://127.0.0.1:" + silent.getLocalPort());
            SpanExporter exporter = new SpanExporter(new TraceSettings(endpoint, Map.of(), "test", 1), "1", metrics);
            Tracing tracing = exporter.start(InstantSource.system(), 1);

            for (int i = 0; i < SPANS; i++) {
                tracing.begin(new Fields()).ended("GET", "", Map.of());
            }

            // What fits into the queue, and a batch or two under way, is not lost.
            int least = SPANS - SpanExporter.QUEUE_SPANS - 1024;
            Await.until("the loss", Duration.ofSeconds(5), this::lost, lost -> lost >= least);
            exporter.close();
            assertTrue(lost() <= SPANS);
        }
    }

    private double lost() {
        String text = new String(new PrometheusText(metrics).render(""), StandardCharsets.UTF_8);
        return text.lines()
                .filter(line -> line.startsWith("faas_gateway_spans_lost_total "))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.indexOf(' '))))
                .sum();
    }
}
