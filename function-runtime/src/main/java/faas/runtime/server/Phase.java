package faas.runtime.server;

/** Where a server is in its life. */
enum Phase {
    /** Calls are welcome. */
    SERVING,
    /** Calls are taken, but should go elsewhere. */
    DRAINING,
    /** Only what is in flight is finished. */
    CLOSED
}
