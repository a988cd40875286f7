package faas.runtime.server;

/**
 * One call, as the endpoint sees it.
 *
 * @param callId the caller's name for the call, or one made here
 * @param query the query as it was sent, undecoded
 */
public record Request(String callId, String query) {}
