package faas.gateway.http;

import faas.gateway.function.Endpoint;
import faas.gateway.metrics.GatewayMetrics;
import faas.gateway.proxy.Call;
import faas.gateway.proxy.Problem;
import io.undertow.server.HttpServerExchange;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
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
        if (!exchange.isResponseStarted() && call.fault().isEmpty()) {
            call.callerGone();
        }
        // A caller can invent names without end; only those that led somewhere become label values.
        metrics.call(
                call.isRouted() ? call.function() : GatewayMetrics.NO_FUNCTION,
                exchange.getStatusCode(),
                call.fault(),
                nanos);
        if (LOG.isInfoEnabled()) {
            LOG.info(line(call, nanos));
        }
    }

    /** A request could not be read, and so became no call. */
    void refused(String callId, Problem problem, int bytes) {
        metrics.call(GatewayMetrics.NO_FUNCTION, problem.status(), problem.code(), 0);
        LOG.info(
                "call={} method=- path=\"\" function=- status={} bytes={} ms=0.000 protocol=- task=- attempts=0 held=0 fault={}",
                callId,
                problem.status(),
                bytes,
                problem.code());
    }

    private static String line(Call call, long nanos) {
        HttpServerExchange exchange = call.exchange();
        StringBuilder line = new StringBuilder(256)
                .append("call=")
                .append(call.id())
                .append(" method=")
                .append(exchange.getRequestMethod())
                .append(" path=\"");
        appendEscaped(line, exchange.getRequestURI());
        line.append("\" function=")
                .append(call.isRouted() ? call.function() : "-")
                .append(" status=")
                .append(exchange.getStatusCode())
                .append(" bytes=")
                .append(exchange.getResponseBytesSent())
                .append(" ms=");
        appendMillis(line, nanos);
        return line.append(" protocol=")
                .append(exchange.getProtocol())
                .append(" task=")
                .append(call.endpoint().map(Endpoint::taskId).orElse("-"))
                .append(" attempts=")
                .append(call.attempts())
                .append(" held=")
                .append(TimeUnit.NANOSECONDS.toMillis(call.heldNanos()))
                .append(" fault=")
                .append(call.fault().isEmpty() ? "-" : call.fault())
                .toString();
    }

    private static void appendMillis(StringBuilder line, long nanos) {
        long micros = nanos / 1_000;
        line.append(micros / 1_000)
                .append('.')
                .append((char) ('0' + micros / 100 % 10))
                .append((char) ('0' + micros / 10 % 10))
                .append((char) ('0' + micros % 10));
    }

    private static void appendEscaped(StringBuilder line, String path) {
        for (int i = 0; i < Math.min(path.length(), MAX_PATH_LENGTH); i++) {
            char c = path.charAt(i);
            if (c <= ' ' || c >= 0x7f || c == '"' || c == '\\') {
                line.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            } else {
                line.append(c);
            }
        }
    }
}
