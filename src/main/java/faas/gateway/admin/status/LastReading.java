package faas.gateway.admin.status;

import java.time.Duration;
import java.util.Optional;

/**
 * The state of reading the Swarm.
 *
 * @param age the time since the last successful read; empty before the first
 * @param trouble why the Swarm cannot be read right now, and what to do; empty if it can
 */
public record LastReading(Optional<Duration> age, Optional<String> trouble) {}
