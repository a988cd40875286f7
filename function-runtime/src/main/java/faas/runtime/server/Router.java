package faas.runtime.server;

import faas.runtime.response.Problem;
import faas.runtime.response.ServerResponse;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** Routes the paths of the runtime itself; every other path is a call. */
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

    /** Healthy even while draining. */
    private ServerResponse health() {
        return recorder.inFlight().isUnhealthy()
                ? ServerResponse.text(
                        503,
                        recorder.inFlight().abandoned()
                                + " calls are still running after a timeout or a disconnected client")
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
                next.proceed(); // the connection's own listener, before its IO thread may end
            } finally {
                recorder.inFlight().closed();
            }
        });
    }
}
