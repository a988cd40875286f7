package faas.runtime.server;

/**
 * How a server ended.
 *
 * @param finished calls that had their response after the stop began
 * @param interrupted calls that had to be interrupted
 */
public record Stopped(long finished, int interrupted) {}
