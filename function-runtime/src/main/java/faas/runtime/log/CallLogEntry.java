package faas.runtime.log;

/**
 * A call that is over.
 *
 * @param path without its query, which may hold what is nobody's business
 * @param bytes of the response's body
 * @param inFlight calls that were running when it ended
 */
public record CallLogEntry(
        String callId, String method, String path, int status, long bytes, long tookNanos, int inFlight) {}
