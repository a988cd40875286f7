package faas.runtime.log;

/**
 * One completed call.
 *
 * @param path without its query, which may be confidential
 * @param bytes of the response body
 * @param inFlight calls in flight when it completed
 */
public record CallLogEntry(
        String callId, String method, String path, int status, long bytes, long tookNanos, int inFlight) {}
