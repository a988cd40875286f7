package faas.gateway.proxy;

import faas.gateway.function.Endpoint;
import faas.gateway.proxy.call.Call;
import faas.gateway.proxy.call.Outcome;
import faas.gateway.trace.CallTrace;
import java.util.HashMap;
import java.util.Map;

/** What the span of an attempt says, in the words of OpenTelemetry's conventions for HTTP clients. */
final class AttemptSpan {
    private AttemptSpan() {}

    /** The latest attempt of the call has ended. */
    static void end(Call call, Endpoint endpoint, Outcome outcome) {
        CallTrace trace = call.trace();
        if (!trace.isRecorded()) {
            return;
        }
        String method = call.request().method().toString();
        Map<String, Object> attributes = new HashMap<>();
        attributes.put("http.request.method", method);
        attributes.put("server.address", endpoint.address());
        attributes.put("server.port", (long) endpoint.port());
        attributes.put("faas.task", endpoint.taskId());
        int retries = call.progress().attempts() - 1;
        if (retries > 0) {
            attributes.put("http.request.resend_count", (long) retries);
        }
        String fault = fault(outcome);
        if (fault.isEmpty()) {
            attributes.put("http.response.status_code", (long) call.status());
        } else {
            attributes.put("error.type", fault);
        }
        trace.attemptEnded(method, fault, attributes);
    }

    /** The fault's name; empty if there was none. */
    private static String fault(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Answered() -> "";
            case Outcome.NotConnected notConnected -> "connect_failed";
            case Outcome.Broken broken -> "broken_answer";
            case Outcome.Lost() -> "task_lost";
            case Outcome.NotTaken() -> "not_taken";
            case Outcome.TooSlow() -> "too_slow";
            case Outcome.ClientGone() -> "caller_gone";
            case Outcome.Refused(var problem) -> problem.code();
        };
    }
}
