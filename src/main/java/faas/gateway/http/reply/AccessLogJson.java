package faas.gateway.http.reply;

import faas.gateway.function.Endpoint;
import faas.gateway.log.JsonText;
import faas.gateway.log.MillisText;
import faas.gateway.proxy.call.Call;
import faas.gateway.proxy.call.CallRequest;
import faas.gateway.proxy.call.Problem;
import java.util.concurrent.TimeUnit;

/**
 * A line of the access log as members of a JSON object, with the names of the text format; only {@code trace} is spelt as the
 * Elastic Common Schema has it. What has no value is left out.
 */
final class AccessLogJson {
    private final StringBuilder json;

    private AccessLogJson(StringBuilder json) {
        this.json = json;
    }

    /** Appends the members of an empty object, and its end. */
    static void append(StringBuilder line, Call call, long nanos) {
        CallRequest request = call.request();
        Call.Caller caller = call.caller();
        new AccessLogJson(line)
                .add("call", call.id())
                .add("method", request.method().toString())
                .add("path", path(request.target()))
                .add("function", call.progress().isRouted() ? call.function() : "")
                .add("status", call.status())
                .add("bytes", request.response().bodyBytes())
                .addMillis("ms", nanos)
                .add("protocol", request.protocol())
                .add("task", call.progress().endpoint().map(Endpoint::taskId).orElse(""))
                .add("attempts", call.progress().attempts())
                .add("held", TimeUnit.NANOSECONDS.toMillis(call.progress().queuedNanos()))
                .add("fault", call.ending().fault())
                .add("trace.id", call.trace().traceId())
                .add("caller", caller == null ? "" : caller.name())
                .end();
    }

    static void append(StringBuilder line, String callId, Problem problem) {
        new AccessLogJson(line)
                .add("call", callId)
                .add("status", problem.status())
                .add("bytes", 0)
                .addMillis("ms", 0)
                .add("attempts", 0)
                .add("held", 0)
                .add("fault", problem.code())
                .end();
    }

    private static String path(String target) {
        int query = target.indexOf('?');
        int length = query < 0 ? target.length() : query;
        return target.substring(0, Math.min(length, AccessLogText.MAX_PATH_LENGTH));
    }

    private AccessLogJson add(String name, String value) {
        if (!value.isEmpty()) {
            JsonText.append(name(name), value);
        }
        return this;
    }

    private AccessLogJson add(String name, long value) {
        name(name).append(value);
        return this;
    }

    private AccessLogJson addMillis(String name, long nanos) {
        MillisText.append(name(name), nanos);
        return this;
    }

    private StringBuilder name(String name) {
        return json.append(json.isEmpty() ? "\"" : ",\"").append(name).append("\":");
    }

    private void end() {
        json.append('}');
    }
}
