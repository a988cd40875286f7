package faas.runtime.server;

import faas.runtime.config.DurationText;
import faas.runtime.config.Limits;
import faas.runtime.config.Settings;
import faas.runtime.response.Header;
import faas.runtime.response.Problem;
import faas.runtime.response.ServerResponse;
import io.undertow.io.IoCallback;
import io.undertow.io.Receiver;
import io.undertow.io.Sender;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.protocol.http.HttpContinue;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import io.undertow.util.Methods;
import io.undertow.util.SameThreadExecutor;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** Admits or refuses a call and receives its body on the IO thread, then runs the function on a thread of its own. */
final class CallHandler implements HttpHandler {

    private static final String METHODS = "GET, HEAD, POST, OPTIONS";
    /** Marks a response so that the gateway sends the call to another task, whatever its method. */
    private static final HttpString NOT_TAKEN = HttpString.tryFromString("X-Not-Taken");

    private static final byte[] NO_BODY = new byte[0];

    private final Endpoint endpoint;
    private final Settings settings;
    private final CallRecorder recorder;
    private final AtomicReference<Phase> phase;
    private final ReplyWriter writer;

    CallHandler(
            Endpoint endpoint,
            Settings settings,
            CallRecorder recorder,
            AtomicReference<Phase> phase,
            ReplyWriter writer) {
        this.endpoint = endpoint;
        this.settings = settings;
        this.recorder = recorder;
        this.phase = phase;
        this.writer = writer;
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) {
        CallStart start = recorder.start(exchange);
        Optional<Problem> refusal = refusal(exchange);
        if (refusal.isPresent()) {
            writer.write(exchange, start, refusal.get());
            return;
        }
        if (exchange.getRequestMethod().equals(Methods.OPTIONS)) {
            writer.write(exchange, start, options());
            return;
        }
        String requested = exchange.getRequestHeaders().getFirst("X-Timeout");
        Optional<Duration> timeout = requested == null ? Optional.of(limits().execTimeout()) : timeout(requested);
        if (timeout.isEmpty()) {
            writer.write(exchange, start, Problem.badTimeout(String.valueOf(requested)));
            return;
        }
        if (!recorder.inFlight().acquireSlot()) {
            writer.write(
                    exchange, start, Problem.tooManyCalls(recorder.inFlight().slots()));
            return;
        }
        var call = new RunningCall(exchange, start, endpoint, writer, recorder);
        call.begin(timeout.get());
        receive(exchange, call);
    }

    private Limits limits() {
        return settings.limits();
    }

    private Optional<Problem> refusal(HttpServerExchange exchange) {
        // First: for any other response Undertow would read the body to its end, and log a stack trace if it gives up.
        if (exchange.getRequestContentLength() > limits().maxBodyBytes()) {
            exchange.setPersistent(false);
            return Optional.of(Problem.bodyTooLarge(limits().maxBodyBytes()));
        }
        if (phase.get() == Phase.CLOSED) {
            exchange.getResponseHeaders().put(NOT_TAKEN, "true");
            return Optional.of(Problem.draining());
        }
        String path = exchange.getRequestPath();
        if (!path.equals("/") && (!settings.behaviour().subPaths() || path.startsWith("/_/"))) {
            return Optional.of(Problem.noSuchPath());
        }
        HttpString method = exchange.getRequestMethod();
        if (!method.equals(Methods.GET)
                && !method.equals(Methods.HEAD)
                && !method.equals(Methods.POST)
                && !method.equals(Methods.OPTIONS)) {
            exchange.getResponseHeaders().put(Headers.ALLOW, METHODS);
            return Optional.of(Problem.methodNotAllowed("GET, HEAD or POST"));
        }
        if (!exchange.isRequestComplete() && HeadValidator.isEncoded(exchange)) {
            exchange.getResponseHeaders().put(Headers.ACCEPT_ENCODING, "identity");
            return Optional.of(Problem.unsupportedCoding());
        }
        return Optional.empty();
    }

    private ServerResponse options() {
        List<Header> allow = List.of(new Header("Allow", METHODS));
        List<Header> headers = settings.behaviour().corsOrigin().isEmpty()
                ? allow
                : List.of(
                        allow.getFirst(),
                        new Header("Access-Control-Allow-Methods", METHODS),
                        new Header("Access-Control-Allow-Headers", "Content-Type, X-Call-Id, X-Timeout"));
        ServerResponse nothing = ServerResponse.nothing();
        return new ServerResponse(nothing.status(), nothing.mediaType(), headers, nothing.content());
    }

    /** The client may shorten the timeout, not extend it. */
    private Optional<Duration> timeout(String requested) {
        Duration most = limits().execTimeout();
        return DurationText.parse(requested.strip())
                .filter(duration -> !duration.isZero())
                .map(duration -> duration.compareTo(most) < 0 ? duration : most);
    }

    private void receive(HttpServerExchange exchange, RunningCall call) {
        if (exchange.isRequestComplete()) {
            exchange.dispatch(SameThreadExecutor.INSTANCE, () -> execute(exchange, call, NO_BODY));
            return;
        }
        if (!call.reserve(BodyCost.receiving(exchange, limits().maxBodyBytes()))) {
            call.refuse(Problem.memoryFull());
            return;
        }
        if (!HttpContinue.requiresContinueResponse(exchange)) {
            receiveBody(exchange, call);
            return;
        }
        HttpContinue.sendContinueResponse(exchange, new IoCallback() {
            @Override
            public void onComplete(HttpServerExchange continued, Sender sender) {
                receiveBody(exchange, call);
            }

            @Override
            public void onException(HttpServerExchange broken, Sender sender, IOException failure) {
                call.disconnected();
            }
        });
    }

    private void receiveBody(HttpServerExchange exchange, RunningCall call) {
        Receiver receiver = exchange.getRequestReceiver();
        receiver.setMaxBufferSize(limits().maxBodyBytes());
        boolean wanted = exchange.getRequestMethod().equals(Methods.POST);
        receiver.receiveFullBytes(
                (complete, bytes) -> handOver(exchange, call, wanted ? bytes : NO_BODY), (broken, failure) -> {
                    if (failure instanceof Receiver.RequestToLargeException) {
                        exchange.setPersistent(false);
                        call.refuse(Problem.bodyTooLarge(limits().maxBodyBytes()));
                    } else {
                        call.disconnected();
                    }
                });
    }

    private void handOver(HttpServerExchange exchange, RunningCall call, byte[] body) {
        exchange.dispatch(SameThreadExecutor.INSTANCE, () -> {
            if (call.reserve(BodyCost.reading(exchange, body.length))) {
                execute(exchange, call, body);
            } else {
                call.refuse(Problem.memoryFull());
            }
        });
    }

    /** Must be dispatched: until the handler has returned, the exchange belongs to the IO thread. */
    private void execute(HttpServerExchange exchange, RunningCall call, byte[] body) {
        if (call.received(body) && !recorder.turns().of(exchange).call(call)) {
            call.refuse(Problem.stopped());
        }
    }
}
