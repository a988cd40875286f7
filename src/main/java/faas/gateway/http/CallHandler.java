package faas.gateway.http;

import faas.gateway.http.reply.AccessLog;
import faas.gateway.http.reply.CallIds;
import faas.gateway.http.reply.CallReceiver;
import faas.gateway.http1.Fields;
import faas.gateway.proxy.Proxy;
import faas.gateway.proxy.call.Call;
import faas.gateway.proxy.call.CallRequest;
import faas.gateway.proxy.call.ClientError;
import faas.gateway.proxy.call.Problem;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import io.undertow.util.StatusCodes;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Opens a call for each request: gives it an id, finds the function in its path, and logs it when it has ended. */
final class CallHandler implements CallReceiver {
    private static final String METHODS = "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS";

    /** The path by which clients of OpenFaaS call functions. */
    private static final String OPENFAAS = "/function/";

    /** The field by which OpenFaaS says when a call began, in nanoseconds. */
    private static final HttpString X_START_TIME = new HttpString("X-Start-Time");

    private final Proxy proxy;
    private final Predicate<Call> ownPages;
    private final CallIds ids;
    private final AccessLog log;
    private final ForwardedFields forwarded;
    private final CallsInFlight inFlight;
    private final LongSupplier nanoTime;
    private final InstantSource clock;

    /** @param ownPages serves a call to one of the gateway's own pages; false if it is none */
    CallHandler(
            Proxy proxy,
            Predicate<Call> ownPages,
            CallIds ids,
            AccessLog log,
            ForwardedFields forwarded,
            CallsInFlight inFlight,
            LongSupplier nanoTime,
            InstantSource clock) {
        this.proxy = proxy;
        this.ownPages = ownPages;
        this.ids = ids;
        this.log = log;
        this.forwarded = forwarded;
        this.inFlight = inFlight;
        this.nanoTime = nanoTime;
        this.clock = clock;
    }

    @Override
    public boolean keepAliveDisabled() {
        return inFlight.keepAliveDisabled();
    }

    @Override
    public void receive(CallRequest request, @Nullable Problem problem) {
        FunctionPath path = FunctionPath.of(request.target());
        Call call = new Call(
                request,
                ids.acceptOrCreate(request.fields().first(Call.ID_FIELD)),
                path.name(),
                path.rest() + path.query(),
                forwarded.of(request),
                nanoTime.getAsLong());
        log.begun(call);
        if (request.target().startsWith(OPENFAAS)) {
            call.responseFields(new Fields().add(X_START_TIME, epochNanos(clock.instant())));
        }
        inFlight.callStarted();
        request.events(new CallRequest.Events() {
            @Override
            public void clientGone() {
                call.clientGone();
            }

            @Override
            public void ended() {
                inFlight.callEnded();
                call.ending().ended();
                log.completed(call);
            }
        });
        Problem refusal = refusal(request, problem);
        if (refusal != null) {
            proxy.refuse(call, refusal);
        } else if (request.target().equals("*")) {
            sendOptions(call);
        } else if (!ownPages.test(call)) {
            proxy.serve(call);
        }
    }

    @Override
    public void connectionFailed(Problem problem) {
        log.connectionFailed(ids.acceptOrCreate(null), problem);
    }

    private static String epochNanos(Instant time) {
        return Long.toString(TimeUnit.SECONDS.toNanos(time.getEpochSecond()) + time.getNano());
    }

    private @Nullable Problem refusal(CallRequest request, @Nullable Problem problem) {
        if (problem != null) {
            return problem;
        }
        if (inFlight.closed()) {
            request.response().last();
            return new Problem.Draining();
        }
        // The handshake asks for it, but not in a resumed session.
        if (request.lacksCertificate()) {
            request.response().last();
            return new ClientError.NoCertificate();
        }
        return RequestValidator.error(request);
    }

    /** {@code OPTIONS *} addresses the server, not a function (RFC 9110 §9.3.7), so the gateway responds. */
    private static void sendOptions(Call call) {
        Fields fields = new Fields().add(Headers.ALLOW, METHODS).add(Call.ID_FIELD, call.id());
        call.response().respond(StatusCodes.NO_CONTENT, fields, new byte[0]);
    }
}
