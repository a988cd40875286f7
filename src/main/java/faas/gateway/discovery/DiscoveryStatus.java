package faas.gateway.discovery;

import java.time.Duration;
import java.util.Optional;

/**
 * How current the published snapshot is.
 *
 * @param age the time since the last successful reading; empty before the first
 * @param trouble why the latest reading failed, and what to do; empty after a success and before the first reading
 */
public record DiscoveryStatus(Optional<Duration> age, Optional<String> trouble) {}
