package faas.gateway.routing;

import java.time.Duration;

/**
 * The times of an ejection.
 *
 * @param lasts how long it has lasted
 * @param untilProbe until a call is a probe; zero if the next one is, or if one is under way
 */
public record EjectionTimes(Duration lasts, Duration untilProbe) {}
