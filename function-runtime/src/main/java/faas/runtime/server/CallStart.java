package faas.runtime.server;

/** A call that came in: its id, and when that was by {@link System#nanoTime()}. */
record CallStart(String callId, long startNanos) {}
