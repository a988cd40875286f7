package faas.gateway.admin.status;

import faas.gateway.admin.page.PageResponse;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * The health pages, which do not block. {@code /healthz}: the process has tried to read the Swarm. {@code /readyz}: it has read the Swarm,
 * and is not draining.
 */
public final class HealthPages {
    private final Supplier<Readiness> readiness;
    private final Supplier<LastReading> lastReading;

    public HealthPages(Supplier<Readiness> readiness, Supplier<LastReading> lastReading) {
        this.readiness = readiness;
        this.lastReading = lastReading;
    }

    /**
     * Swarm sends calls to a healthy gateway, which should therefore know the functions. One that failed to read them
     * is healthy, too, since a restart would not help.
     */
    public PageResponse.Content liveness() {
        LastReading reading = lastReading.get();
        if (reading.age().isEmpty() && reading.trouble().isEmpty()) {
            return PageResponse.text(503, "the gateway has not read the Swarm yet\n");
        }
        return PageResponse.text(200, "OK\n");
    }

    public PageResponse.Content readiness() {
        return switch (readiness.get()) {
            case Readiness.Ready() -> PageResponse.text(200, "OK" + staleness() + "\n");
            case Readiness.NotReady(String reason) -> PageResponse.text(503, reason + "\n");
        };
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
