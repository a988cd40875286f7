package faas.gateway.admin;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import java.time.Duration;
import java.util.function.Supplier;

/** {@code /healthz}: the process serves, and has tried to read the Swarm; {@code /readyz}: it knows the Swarm and is not draining. */
final class HealthHandler {
    private final Supplier<Readiness> readiness;
    private final Supplier<LastReading> lastReading;

    HealthHandler(Supplier<Readiness> readiness, Supplier<LastReading> lastReading) {
        this.readiness = readiness;
        this.lastReading = lastReading;
    }

    HttpHandler liveness() {
        return this::writeLiveness;
    }

    /**
     * Swarm sends calls to a gateway that is alive, so that it should know its functions by then; but one that cannot read
     * them is no better for being started anew.
     */
    private void writeLiveness(HttpServerExchange exchange) {
        LastReading reading = lastReading.get();
        if (reading.age().isEmpty() && reading.trouble().isEmpty()) {
            AdminResponse.text(exchange, 503, "the first reading of the Swarm is not done yet\n");
            return;
        }
        AdminResponse.text(exchange, 200, "OK\n");
    }

    HttpHandler readiness() {
        return this::writeReadiness;
    }

    private void writeReadiness(HttpServerExchange exchange) {
        switch (readiness.get()) {
            case Readiness.Ready() -> AdminResponse.text(exchange, 200, "OK" + staleness() + "\n");
            case Readiness.NotReady(String reason) -> AdminResponse.text(exchange, 503, reason + "\n");
        }
    }

    /** A gateway that holds a table serves it for as long as it must, but says how old it is. */
    private String staleness() {
        LastReading reading = lastReading.get();
        return reading.trouble()
                .map(trouble -> ", but what is routed is "
                        + reading.age().orElse(Duration.ZERO).toSeconds() + " s old: " + trouble)
                .orElse("");
    }
}
