package faas.gateway.http;

import faas.gateway.http.reply.AccessLog;
import faas.gateway.http.reply.CallIds;
import faas.gateway.http.reply.CallReceiver;
import faas.gateway.http1.Fields;
import faas.gateway.proxy.Proxy;
import faas.gateway.proxy.call.Call;
import faas.gateway.proxy.call.CallRequest;
import faas.gateway.proxy.call.Problem;
import io.undertow.util.Headers;
import io.undertow.util.StatusCodes;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Opens a call for each request: an id, the function its path names, a line in the log when it is over. */
final class CallHandler implements CallReceiver {
    private static final String METHODS = "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS";

    private final Proxy proxy;
    private final CallIds ids;
    private final AccessLog log;
    private final ForwardedFields forwarded;
    private final CallsInFlight inFlight;
    private final LongSupplier nanoTime;

    CallHandler(
            Proxy proxy,
            CallIds ids,
            AccessLog log,
            ForwardedFields forwarded,
            CallsInFlight inFlight,
            LongSupplier nanoTime) {
        this.proxy = proxy;
        this.ids = ids;
        this.log = log;
        this.forwarded = forwarded;
        this.inFlight = inFlight;
        this.nanoTime = nanoTime;
    }

    @Override
    public boolean leaving() {
        return inFlight.leaving();
    }

    @Override
    public void receive(CallRequest request, @Nullable Problem mistake) {
        FunctionPath path = FunctionPath.of(request.target());
        Call call = new Call(
                request,
                ids.keepOrMake(request.fields().first(Call.ID_FIELD)),
                path.name(),
                path.rest() + path.query(),
                forwarded.of(request),
                nanoTime.getAsLong());
        inFlight.began();
        request.events(new CallRequest.Events() {
            @Override
            public void clientGone() {
                call.clientGone();
            }

            @Override
            public void ended() {
                inFlight.ended();
                log.over(call);
            }
        });
        Problem refusal = refusal(request, mistake);
        if (refusal != null) {
            proxy.refuse(call, refusal);
        } else if (request.target().equals("*")) {
            sendOptions(call);
        } else {
            proxy.serve(call);
        }
    }

    @Override
    public void refused(Problem problem) {
        log.refused(ids.keepOrMake(null), problem);
    }

    private @Nullable Problem refusal(CallRequest request, @Nullable Problem mistake) {
        if (mistake != null) {
            return mistake;
        }
        if (inFlight.closed()) {
            request.response().last();
            return new Problem.Draining();
        }
        return RequestValidator.error(request);
    }

    /** {@code OPTIONS *} asks for no function but the server (RFC 9110 §9.3.7), which is the gateway. */
    private static void sendOptions(Call call) {
        Fields fields = new Fields().add(Headers.ALLOW, METHODS).add(Call.ID_FIELD, call.id());
        call.response().respond(StatusCodes.NO_CONTENT, fields, new byte[0]);
    }
}
