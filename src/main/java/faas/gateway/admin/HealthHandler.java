package faas.gateway.admin;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * The health pages. {@code /healthz}: the process has tried to read the Swarm. {@code /readyz}: it has read the Swarm,
 * and is not draining.
 */
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
     * Swarm sends calls to a healthy gateway, which should therefore know the functions. One that failed to read them
     * is healthy, too, since a restart would not help.
     */
    private void writeLiveness(HttpServerExchange exchange) {
        LastReading reading = lastReading.get();
        if (reading.age().isEmpty() && reading.trouble().isEmpty()) {
            AdminResponse.text(exchange, 503, "the gateway has not read the Swarm yet\n");
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

    /** While Docker does not answer, the gateway keeps its routing table in use, and says how old it is. */
    private String staleness() {
        LastReading reading = lastReading.get();
        return reading.trouble()
                .map(trouble -> ", but the routing table is "
                        + reading.age().orElse(Duration.ZERO).toSeconds() + " s old: " + trouble)
                .orElse("");
    }
}
