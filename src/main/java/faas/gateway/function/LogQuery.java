package faas.gateway.function;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Which lines of a service's log are wanted.
 *
 * @param follow whether to go on with new lines
 * @param tail the number of latest lines of each task; empty for all
 * @param since the time of the first line; empty for the beginning
 */
public record LogQuery(boolean follow, OptionalInt tail, Optional<Instant> since) {}
