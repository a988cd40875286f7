package faas.runtime.server;

/** The phases of a server. */
enum Phase {
    /** Accepts calls. */
    SERVING,
    /** Accepts calls, but asks clients to close their connections. */
    DRAINING,
    /** Accepts no calls; calls in flight may finish. */
    CLOSED
}
