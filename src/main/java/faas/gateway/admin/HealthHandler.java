package faas.gateway.admin;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import java.util.function.Supplier;

/** {@code /healthz}: the process serves; {@code /readyz}: it knows the Swarm and is not draining. */
final class HealthHandler {
    private final Supplier<Readiness> readiness;

    HealthHandler(Supplier<Readiness> readiness) {
        this.readiness = readiness;
    }

    HttpHandler alive() {
        return exchange -> AdminAnswer.text(exchange, 200, "OK\n");
    }

    HttpHandler ready() {
        return this::tellReadiness;
    }

    private void tellReadiness(HttpServerExchange exchange) {
        switch (readiness.get()) {
            case Readiness.Ready() -> AdminAnswer.text(exchange, 200, "OK\n");
            case Readiness.NotReady(String reason) -> AdminAnswer.text(exchange, 503, reason + "\n");
        }
    }
}
