package faas.gateway.io;

/**
 * How much memory the gateway may use for clients and their calls, over all IO threads. Beyond a limit the connections that
 * progress least are closed, new calls are refused and no connection is accepted.
 *
 * @param bufferBytes bytes of one network buffer
 * @param buffers network buffers in use at a time before bodies have to wait; a tenth more is the most there can be
 * @param heapBytes estimated heap of connections and of calls under way
 */
public record MemoryLimits(int bufferBytes, int buffers, long heapBytes) {
    /** A small request or response whole, a large body in few turns. */
    public static final int BUFFER_BYTES = 16 * 1024;

    /** What the gateway needs before the first client: classes, routes and caches of an ordinary Swarm. */
    private static final long OWN_HEAP_BYTES = 20L * 1024 * 1024;

    /** Fewer would not serve a handful of clients. */
    private static final int MIN_BUFFERS = 64;

    private static final long MIN_HEAP_BYTES = 4L * 1024 * 1024;

    int perThread(int ioThreads) {
        return Math.max(1, buffers / ioThreads);
    }

    /** Half of the reserve beyond is for what clients send; from there on no connection is accepted. */
    int mostForReadsPerThread(int ioThreads) {
        return perThread(ioThreads) + Math.max(1, perThread(ioThreads) / 20);
    }

    /** The other half keeps calls going that have begun. */
    int mostPerThread(int ioThreads) {
        return perThread(ioThreads) + Math.max(2, perThread(ioThreads) / 10);
    }

    /**
     * What a JVM of this size can promise: of the direct memory all but a tenth for the system's own needs and a tenth as
     * reserve, of the heap beyond the gateway's own needs three fifths, so that the collector keeps room to work.
     */
    public static MemoryLimits of(long maxHeapBytes, long maxDirectBytes) {
        long buffers = maxDirectBytes * 8 / 10 / BUFFER_BYTES;
        long heap = (maxHeapBytes - OWN_HEAP_BYTES) * 3 / 5;
        return new MemoryLimits(
                BUFFER_BYTES, Math.clamp(buffers, MIN_BUFFERS, Integer.MAX_VALUE / 2), Math.max(MIN_HEAP_BYTES, heap));
    }
}
