package faas.runtime.server;

import faas.runtime.response.Problem;
import faas.runtime.response.ServerResponse;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** Which of the runtime's paths is asked for; all that is not its own is a call. */
final class Router implements HttpHandler {

    private final HttpHandler calls;
    private final Endpoint endpoint;
    private final CallRecorder recorder;
    private final ReplyWriter writer;
    private final AtomicReference<Phase> phase;

    Router(
            HttpHandler calls,
            Endpoint endpoint,
            CallRecorder recorder,
            ReplyWriter writer,
            AtomicReference<Phase> phase) {
        this.calls = calls;
        this.endpoint = endpoint;
        this.recorder = recorder;
        this.writer = writer;
        this.phase = phase;
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) throws Exception {
        open(exchange);
        Optional<Problem> refusal = HeadValidator.check(exchange);
        if (refusal.isPresent()) {
            exchange.setPersistent(false);
            writer.write(exchange, recorder.start(exchange), refusal.get());
            return;
        }
        switch (exchange.getRequestPath()) {
            case "/_/health" -> writer.send(exchange, health());
            case "/_/ready" -> writer.send(exchange, ready());
            case "/_/metrics" -> writer.send(exchange, metrics());
            case "/_/info" -> writer.send(exchange, ServerResponse.json(200, endpoint.info()));
            default -> calls.handleRequest(exchange);
        }
    }

    /** Draining is no illness. */
    private ServerResponse health() {
        return recorder.inFlight().isUnhealthy()
                ? ServerResponse.text(
                        503, recorder.inFlight().abandoned() + " calls do not end though nobody waits for them")
                : ServerResponse.text("OK");
    }

    private ServerResponse ready() {
        if (phase.get() != Phase.SERVING) {
            return ServerResponse.text(503, "draining");
        }
        return recorder.inFlight().isSaturated() ? ServerResponse.text(429, "saturated") : ServerResponse.text("OK");
    }

    private ServerResponse metrics() {
        return ServerResponse.of(200, CallMetrics.MEDIA_TYPE, recorder.metrics().text(recorder.inFlight()));
    }

    private void open(HttpServerExchange exchange) {
        recorder.inFlight().opened();
        exchange.addExchangeCompleteListener((ended, next) -> {
            try {
                next.proceed(); // to the connection: only after that may its thread be ended
            } finally {
                recorder.inFlight().closed();
            }
        });
    }
}
