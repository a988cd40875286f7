package faas.runtime.server;

/** The id of a call and its arrival by {@link System#nanoTime()}. */
record CallStart(String callId, long startNanos) {}
