package faas.runtime.config;

import java.time.Duration;

/**
 * What a call may take.
 *
 * @param maxInFlight calls that run at once; one more is refused
 * @param execTimeout how long a call may take, its body and its response's stream included; then the client gets a 504
 * @param maxBodyBytes how long a request's body may be; it is kept in memory
 */
public record Limits(int maxInFlight, Duration execTimeout, int maxBodyBytes) {

    /** Each costs a thread while it runs; the sixty-fifth call at once is better off at another replica. */
    public static final int DEFAULT_MAX_IN_FLIGHT = 64;

    public static final Duration DEFAULT_EXEC_TIMEOUT = Duration.ofSeconds(30);

    public static final int DEFAULT_MAX_BODY_BYTES = 1 << 20;

    public static final Limits DEFAULT =
            new Limits(DEFAULT_MAX_IN_FLIGHT, DEFAULT_EXEC_TIMEOUT, DEFAULT_MAX_BODY_BYTES);
}
