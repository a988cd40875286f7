package faas.gateway.io;

/** What the connections of one address hold of a {@link MemoryShare}. Used on one thread. */
final class AddressUse {
    /** An address may hold this many times what is still free, so that any number of greedy addresses leaves something to others. */
    private static final int FREE_FACTOR = 4;

    /** An address may always hold this much: some ten calls. */
    private static final long MODEST_BYTES = 64 * 1024;

    private int connections;
    private long heapBytes;
    /** The part of it that calls hold. */
    private long callBytes;

    void opened() {
        connections++;
    }

    /** Releases what a closed connection held; true if that was the last connection. */
    boolean closed(long bytes, long bytesOfCalls) {
        charge(-bytes, -bytesOfCalls);
        return --connections == 0;
    }

    /** Charges heap, and how much of it is for calls. */
    void charge(long bytes, long bytesOfCalls) {
        heapBytes += bytes;
        callBytes += bytesOfCalls;
    }

    /** Whether it holds more than half of what all hold together. */
    boolean isDominant(long allBytes) {
        return heapBytes > allBytes / 2;
    }

    /**
     * Whether it may start another call where memory is scarce. Only its calls count, because idle connections give nothing back.
     * A dominant address may be a load balancer with all clients behind it, so it is not limited here: its stalled connections
     * are closed first.
     */
    boolean mayStartCall(double freeBytes, long allBytes) {
        return isDominant(allBytes) || callBytes <= Math.max(MODEST_BYTES, FREE_FACTOR * freeBytes);
    }
}
