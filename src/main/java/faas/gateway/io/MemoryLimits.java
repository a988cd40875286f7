package faas.gateway.io;

/**
 * How much memory the gateway may use for clients and their calls, on all IO threads. Beyond a limit, stalled connections are
 * closed, new calls are refused and no connection is accepted.
 *
 * @param bufferBytes size of a network buffer
 * @param buffers network buffers that may be in use before bodies have to wait; the maximum is a tenth more
 * @param heapBytes estimated heap of connections and of calls in flight
 */
public record MemoryLimits(int bufferBytes, int buffers, long heapBytes) {
    /**
     * Holds a small request or response completely, and moves a large body in few steps. The longest record of TLS, 16 KiB and
     * its overhead, fits as well.
     */
    public static final int BUFFER_BYTES = 17 * 1024;

    /** Heap in use before the first client: classes, routes and caches of an ordinary Swarm. */
    private static final long BASE_HEAP_BYTES = 20L * 1024 * 1024;

    /** Enough for a handful of clients. */
    private static final int MIN_BUFFERS = 64;

    private static final long MIN_HEAP_BYTES = 4L * 1024 * 1024;

    int perThread(int ioThreads) {
        return Math.max(1, buffers / ioThreads);
    }

    /** Bytes from clients may use half of the reserve. Beyond that no connection is accepted. */
    int maxForReadsPerThread(int ioThreads) {
        return perThread(ioThreads) + Math.max(1, perThread(ioThreads) / 20);
    }

    /** The other half of the reserve is for calls in flight. */
    int maxPerThread(int ioThreads) {
        return perThread(ioThreads) + Math.max(2, perThread(ioThreads) / 10);
    }

    /**
     * The limits for a JVM of this size. Of the direct memory, a tenth is left to the system and a tenth is the reserve. Of the
     * heap beyond the gateway's own needs, clients get three fifths, so that the collector has room to work.
     */
    public static MemoryLimits of(long maxHeapBytes, long maxDirectBytes) {
        long buffers = maxDirectBytes * 8 / 10 / BUFFER_BYTES;
        long heap = (maxHeapBytes - BASE_HEAP_BYTES) * 3 / 5;
        return new MemoryLimits(
                BUFFER_BYTES, Math.clamp(buffers, MIN_BUFFERS, Integer.MAX_VALUE / 2), Math.max(MIN_HEAP_BYTES, heap));
    }
}
