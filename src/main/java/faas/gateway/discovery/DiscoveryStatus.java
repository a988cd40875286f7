package faas.gateway.discovery;

import java.time.Duration;
import java.util.Optional;

/**
 * How well the Swarm is known.
 *
 * @param age the time since the last successful reading; empty before the first
 * @param trouble why the latest reading failed, in words that say what to do; empty after a success and before the first
 *     try
 */
public record DiscoveryStatus(Optional<Duration> age, Optional<String> trouble) {}
