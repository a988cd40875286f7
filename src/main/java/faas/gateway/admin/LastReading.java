package faas.gateway.admin;

import java.time.Duration;
import java.util.Optional;

/**
 * How old what the gateway knows of the Swarm is.
 *
 * @param age the time since the last successful reading; empty before the first
 * @param trouble why the Swarm cannot be read right now, in words that say what to do; empty if it can
 */
public record LastReading(Optional<Duration> age, Optional<String> trouble) {}
