package faas.gateway.http;

import faas.gateway.metrics.GatewayMetrics;
import faas.gateway.proxy.Call;
import io.undertow.server.HttpServerExchange;
import java.util.Locale;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes one line, and counts one call in the metrics, from the same facts, when a call is over. */
final class AccessLog {
    private static final Logger LOG = LoggerFactory.getLogger("faas.access");
    private static final int MAX_PATH_LENGTH = 512;

    private final GatewayMetrics metrics;
    private final LongSupplier nanoTime;

    AccessLog(GatewayMetrics metrics, LongSupplier nanoTime) {
        this.metrics = metrics;
        this.nanoTime = nanoTime;
    }

    void over(Call call) {
        long nanos = nanoTime.getAsLong() - call.startedNanos();
        HttpServerExchange exchange = call.exchange();
        // A caller can invent names without end; only those that led somewhere become label values.
        boolean known = call.endpoint().isPresent() || call.fault().equals("no_task");
        metrics.call(known ? call.function() : GatewayMetrics.NO_FUNCTION, exchange.getStatusCode(), nanos);
        if (LOG.isInfoEnabled()) {
            LOG.info(
                    "call={} method={} path=\"{}\" function={} status={} bytes={} ms={} task={} attempts={} fault={}",
                    call.id(),
                    exchange.getRequestMethod(),
                    escaped(exchange.getRequestURI()),
                    known ? call.function() : "-",
                    exchange.getStatusCode(),
                    exchange.getResponseBytesSent(),
                    millis(nanos),
                    call.endpoint().map(endpoint -> endpoint.taskId()).orElse("-"),
                    call.attempts(),
                    call.fault().isEmpty() ? "-" : call.fault());
        }
    }

    private static String millis(long nanos) {
        return String.format(Locale.ROOT, "%d.%03d", nanos / 1_000_000, nanos / 1_000 % 1_000);
    }

    private static String escaped(String path) {
        StringBuilder safe = new StringBuilder(path.length());
        for (int i = 0; i < Math.min(path.length(), MAX_PATH_LENGTH); i++) {
            char c = path.charAt(i);
            if (c <= ' ' || c >= 0x7f || c == '"' || c == '\\') {
                safe.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            } else {
                safe.append(c);
            }
        }
        return safe.toString();
    }
}
