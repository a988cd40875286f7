package faas.gateway.http.reply;

import faas.gateway.function.Endpoint;
import faas.gateway.log.MillisText;
import faas.gateway.metrics.GatewayMetrics;
import faas.gateway.proxy.call.Call;
import faas.gateway.proxy.call.CallRequest;
import faas.gateway.proxy.call.Problem;
import faas.gateway.trace.Tracing;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.ObjLongConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs each completed call, counts it in the metrics, ends its span, and shows it to an observer, from the same record. */
public final class AccessLog {
    private static final Logger LOG = LoggerFactory.getLogger("faas.access");
    private static final int MAX_PATH_LENGTH = 512;

    private final GatewayMetrics metrics;
    private final LongSupplier nanoTime;
    private final Tracing tracing;
    private final ObjLongConsumer<Call> observer;
    private final boolean json;

    /**
     * @param observer gets each completed call with its nanoseconds, on its IO thread, and must return at once
     * @param json whether lines are JSON: the members of an object, without its beginning
     */
    public AccessLog(
            GatewayMetrics metrics,
            LongSupplier nanoTime,
            Tracing tracing,
            ObjLongConsumer<Call> observer,
            boolean json) {
        this.metrics = metrics;
        this.nanoTime = nanoTime;
        this.tracing = tracing;
        this.observer = observer;
        this.json = json;
    }

    /** A call begins. */
    public void begun(Call call) {
        call.trace(tracing.begin(call.request().fields()));
    }

    /** A call has ended. */
    public void completed(Call call) {
        long nanos = nanoTime.getAsLong() - call.startedNanos();
        // Clients can invent any number of names. Only those of functions become label values.
        metrics.call(
                call.progress().isRouted() ? call.function() : GatewayMetrics.NO_FUNCTION,
                call.status(),
                call.ending().fault(),
                nanos);
        if (LOG.isInfoEnabled()) {
            LOG.info(json ? AccessLogJson.members(call, nanos) : line(call, nanos));
        }
        CallSpan.end(call);
        observer.accept(call, nanos);
    }

    /** A connection ended because its bytes could not be parsed. */
    public void connectionFailed(String callId, Problem problem) {
        metrics.call(GatewayMetrics.NO_FUNCTION, problem.status(), problem.code(), 0);
        if (LOG.isInfoEnabled()) {
            LOG.info(json ? AccessLogJson.members(callId, problem) : line(callId, problem));
        }
    }

    private static String line(String callId, Problem problem) {
        StringBuilder line = begin(callId, "-", "");
        middle(line, "-", problem.status(), 0, 0);
        return end(line, "-", "-", 0, 0).append(problem.code()).toString();
    }

    private static String line(Call call, long nanos) {
        CallRequest request = call.request();
        StringBuilder line = begin(call.id(), request.method().toString(), request.target());
        middle(
                line,
                call.progress().isRouted() ? call.function() : "-",
                call.status(),
                request.response().bodyBytes(),
                nanos);
        end(
                line,
                request.protocol(),
                call.progress().endpoint().map(Endpoint::taskId).orElse("-"),
                call.progress().attempts(),
                call.progress().queuedNanos());
        line.append(call.ending().fault().isEmpty() ? "-" : call.ending().fault());
        if (!call.trace().traceId().isEmpty()) {
            line.append(" trace=").append(call.trace().traceId());
        }
        Call.Caller caller = call.caller();
        if (caller != null) {
            line.append(" caller=").append(caller.name());
        }
        return line.toString();
    }

    private static StringBuilder begin(String id, String method, String target) {
        StringBuilder line = new StringBuilder(256)
                .append("call=")
                .append(id)
                .append(" method=")
                .append(method)
                .append(" path=\"");
        appendEscaped(line, target);
        return line;
    }

    private static void middle(StringBuilder line, String function, int status, long bytes, long nanos) {
        line.append("\" function=")
                .append(function)
                .append(" status=")
                .append(status)
                .append(" bytes=")
                .append(bytes)
                .append(" ms=");
        MillisText.append(line, nanos);
    }

    private static StringBuilder end(StringBuilder line, String protocol, String task, int attempts, long heldNanos) {
        return line.append(" protocol=")
                .append(protocol)
                .append(" task=")
                .append(task)
                .append(" attempts=")
                .append(attempts)
                .append(" held=")
                .append(TimeUnit.NANOSECONDS.toMillis(heldNanos))
                .append(" fault=");
    }

    /** The target without its query. */
    private static void appendEscaped(StringBuilder line, String target) {
        for (int i = 0; i < Math.min(target.length(), MAX_PATH_LENGTH); i++) {
            char c = target.charAt(i);
            if (c == '?') {
                return;
            }
            if (c <= ' ' || c >= 0x7f || c == '"' || c == '\\') {
                line.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            } else {
                line.append(c);
            }
        }
    }
}
