package faas.gateway.admin.calls;

import faas.gateway.function.Endpoint;
import faas.gateway.proxy.call.Call;
import faas.gateway.proxy.call.CallRequest;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * What the gateway recorded about a completed call, as JSON for the page; the components are its fields, named as in the access log.
 *
 * @param atMillis when it ended, since the epoch
 * @param path without the query, and cut off if it is long
 * @param task the task that served it; empty if it reached none
 * @param slot the number of that task within its service; 0 if there is none
 * @param heldMillis how long it waited for a task
 * @param fault empty if there was none
 * @param caller who made it, if that was proven; may be empty
 */
public record ObservedCall(
        String call,
        long atMillis,
        String method,
        String path,
        int status,
        long bytes,
        double millis,
        String task,
        int slot,
        int attempts,
        double heldMillis,
        String fault,
        String caller) {
    private static final int MAX_PATH_LENGTH = 256;

    static ObservedCall of(Call call, long nanos, long atMillis) {
        CallRequest request = call.request();
        Optional<Endpoint> endpoint = call.progress().endpoint();
        Call.Caller caller = call.caller();
        return new ObservedCall(
                call.id(),
                atMillis,
                request.method().toString(),
                path(request.target()),
                call.status(),
                request.response().bodyBytes(),
                millis(nanos),
                endpoint.map(Endpoint::taskId).orElse(""),
                endpoint.map(Endpoint::slot).orElse(0),
                call.progress().attempts(),
                millis(call.progress().queuedNanos()),
                call.ending().fault(),
                caller == null ? "" : caller.name());
    }

    /** A query may have secrets in it. */
    private static String path(String target) {
        int query = target.indexOf('?');
        return target.substring(0, Math.min(query < 0 ? target.length() : query, MAX_PATH_LENGTH));
    }

    private static double millis(long nanos) {
        return TimeUnit.NANOSECONDS.toMicros(nanos) / 1e3;
    }
}
