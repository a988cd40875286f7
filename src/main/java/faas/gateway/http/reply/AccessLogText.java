package faas.gateway.http.reply;

import faas.gateway.function.Endpoint;
import faas.gateway.log.MillisText;
import faas.gateway.proxy.call.Call;
import faas.gateway.proxy.call.CallRequest;
import faas.gateway.proxy.call.Problem;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** A line of the access log as {@code name=value}, with {@code -} for what has no value. */
final class AccessLogText {
    /** The length at which a path is cut. */
    static final int MAX_PATH_LENGTH = 512;

    private AccessLogText() {}

    static void append(StringBuilder line, String callId, Problem problem) {
        begin(line, callId, "-", "");
        middle(line, "-", problem.status(), 0, 0);
        end(line, "-", "-", 0, 0);
        line.append(problem.code());
    }

    static void append(StringBuilder line, Call call, long nanos) {
        CallRequest request = call.request();
        begin(line, call.id(), request.method().toString(), request.target());
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
    }

    private static void begin(StringBuilder line, String id, String method, String target) {
        line.append("call=").append(id).append(" method=").append(method).append(" path=\"");
        appendEscaped(line, target);
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

    private static void end(StringBuilder line, String protocol, String task, int attempts, long heldNanos) {
        line.append(" protocol=")
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
