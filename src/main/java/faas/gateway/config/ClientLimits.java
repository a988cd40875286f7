package faas.gateway.config;

import java.time.Duration;

/**
 * What callers may take of the gateway.
 *
 * @param keepAlive how long a connection may be idle between two calls
 * @param headTimeout how long the head of a request may take from its first byte
 * @param maxHeaderBytes how long a request's line and fields may be together
 * @param maxHeaders how many fields a request may have
 * @param maxBodyBytes how long a request's body may be; {@code Long.MAX_VALUE} for any length
 * @param maxConnections how many connections each public address may have open; further ones wait to be accepted
 * @param maxStreams how many calls a connection over HTTP/2 may carry at a time; one more is not taken
 */
public record ClientLimits(
        Duration keepAlive,
        Duration headTimeout,
        int maxHeaderBytes,
        int maxHeaders,
        long maxBodyBytes,
        int maxConnections,
        int maxStreams) {}
