package faas.gateway.config;

import java.time.Duration;

/**
 * The limits on what clients may use.
 *
 * @param keepAlive the idle timeout of a connection, before and between requests
 * @param headTimeout the timeout of a request's head, from its first byte
 * @param maxHeaderBytes the largest size of the request line and the header fields together
 * @param maxHeaders the most header fields of a request
 * @param maxBodyBytes the largest size of a request's body; {@code Long.MAX_VALUE} for any size
 * @param maxConnections the most open connections per public address; further ones wait in the accept queue
 * @param maxStreams the most concurrent calls on an HTTP/2 connection; one more is refused
 */
public record ClientLimits(
        Duration keepAlive,
        Duration headTimeout,
        int maxHeaderBytes,
        int maxHeaders,
        long maxBodyBytes,
        int maxConnections,
        int maxStreams) {}
