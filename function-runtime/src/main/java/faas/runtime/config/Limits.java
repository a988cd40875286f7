package faas.runtime.config;

import java.time.Duration;

/**
 * The limits of calls.
 *
 * @param maxInFlight calls in flight at a time; further ones get a 429
 * @param execTimeout how long a call may take, including its body and a streamed response; then the client gets a 504
 * @param maxBodyBytes the length of a request body, which is held in memory
 */
public record Limits(int maxInFlight, Duration execTimeout, int maxBodyBytes) {

    /** Each call takes a thread. Beyond this, another task can serve it sooner. */
    public static final int DEFAULT_MAX_IN_FLIGHT = 64;

    public static final Duration DEFAULT_EXEC_TIMEOUT = Duration.ofSeconds(30);

    public static final int DEFAULT_MAX_BODY_BYTES = 1 << 20;

    public static final Limits DEFAULT =
            new Limits(DEFAULT_MAX_IN_FLIGHT, DEFAULT_EXEC_TIMEOUT, DEFAULT_MAX_BODY_BYTES);
}
