package faas.runtime.server;

/**
 * The result of stopping a server.
 *
 * @param finished calls that completed after the stop began
 * @param interrupted calls that were interrupted
 */
public record Stopped(long finished, int interrupted) {}
