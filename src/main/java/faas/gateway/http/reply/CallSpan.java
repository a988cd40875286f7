package faas.gateway.http.reply;

import faas.gateway.proxy.call.Call;
import faas.gateway.proxy.call.CallRequest;
import faas.gateway.trace.CallTrace;
import java.util.HashMap;
import java.util.Map;

/** What the span of a call says, in the words of OpenTelemetry's conventions for HTTP servers. */
final class CallSpan {
    private static final int FIRST_SERVER_ERROR = 500;
    private static final int MAX_PATH_LENGTH = 512;

    private CallSpan() {}

    static void end(Call call) {
        CallTrace trace = call.trace();
        if (!trace.isRecorded()) {
            return;
        }
        CallRequest request = call.request();
        String method = request.method().toString();
        String path = request.target().replaceFirst("\\?.*", "");
        Map<String, Object> attributes = new HashMap<>();
        attributes.put("http.request.method", method);
        attributes.put("url.path", path.substring(0, Math.min(path.length(), MAX_PATH_LENGTH)));
        attributes.put("url.scheme", call.origin().scheme());
        attributes.put("client.address", call.origin().realIp());
        attributes.put("network.protocol.version", request.protocol().replace("HTTP/", ""));
        attributes.put("http.response.status_code", (long) call.status());
        attributes.put("faas.call", call.id());
        String name = method;
        if (call.progress().isRouted()) {
            name = method + " /" + call.function();
            attributes.put("http.route", "/" + call.function());
            attributes.put("faas.invoked_name", call.function());
        }
        String fault = fault(call);
        if (!fault.isEmpty()) {
            attributes.put("error.type", fault);
        }
        trace.ended(name, fault, attributes);
    }

    /** Only a server's fault makes the span one of an error; a function's own is known by its status. */
    private static String fault(Call call) {
        if (call.status() < FIRST_SERVER_ERROR && call.response().status() != 0) {
            return "";
        }
        String fault = call.ending().fault();
        return fault.isEmpty() ? Integer.toString(call.status()) : fault;
    }
}
