package faas.runtime.server;

import faas.runtime.answer.Answer;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import java.util.function.BooleanSupplier;

/** Which of the runtime's paths is asked for; all that is not its own is a call. */
final class Router implements HttpHandler {

    private final HttpHandler calls;
    private final InFlight inFlight;
    private final ReplyWriter writer;
    private final BooleanSupplier draining;

    Router(HttpHandler calls, InFlight inFlight, ReplyWriter writer, BooleanSupplier draining) {
        this.calls = calls;
        this.inFlight = inFlight;
        this.writer = writer;
        this.draining = draining;
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) throws Exception {
        open(exchange);
        switch (exchange.getRequestPath()) {
            case "/_/health" -> writer.send(exchange, Answer.text("OK")); // also while draining: that is no illness
            case "/_/ready" ->
                writer.send(exchange, draining.getAsBoolean() ? Answer.text(503, "draining") : Answer.text("OK"));
            default -> calls.handleRequest(exchange);
        }
    }

    private void open(HttpServerExchange exchange) {
        inFlight.opened();
        exchange.addExchangeCompleteListener((ended, next) -> {
            try {
                next.proceed(); // to the connection: only after that may its thread be ended
            } finally {
                inFlight.closed();
            }
        });
    }
}
