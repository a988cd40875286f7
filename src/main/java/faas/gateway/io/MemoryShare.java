package faas.gateway.io;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The share of the gateway's memory for the clients of one IO thread, and which connection holds how much of it. Used on that
 * thread only.
 *
 * <p>When all buffers for bodies are in use, or nine tenths of the heap are held, connections are closed: first those that have
 * waited longest for their client, then idle ones. Those of an address that holds more than half go first. If that is not
 * enough, memory is short, and new calls are refused.
 */
public final class MemoryShare implements DeadlineSweeper.SweepTask {
    /** Closing stops when less than this part of the share is held, so that it does not start again at once. */
    private static final double LOW_WATER = 0.85;

    /** Closing starts when more than this part of the heap is held. */
    private static final double HIGH_WATER = 0.9;

    /** The part of the share that calls may use regardless of their connection. */
    private static final double UNRESTRICTED = 0.5;

    /** Beyond that: the part of the share that is divided evenly among connections with several calls. */
    private static final double FAIR_SHARE = 0.75;

    /** A connection that progressed more recently is not stalled: a round trip around the world. */
    private static final long STALLED_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

    private final int maxBuffers;
    private final int shortOfBuffers;
    private final long maxHeapBytes;
    private final DeadlineSweeper sweeper;
    private final Consumer<Boolean> onShort;
    private final List<MemoryHolder> holders = new ArrayList<>();
    private final Map<Object, AddressUse> uses = new HashMap<>();
    private int buffers;
    private int calls;
    // Connections with several calls, and these calls.
    private int multiplexers;
    private int multiplexed;
    private long heapBytes;
    private boolean isShedding;
    private boolean isShort;

    /**
     * @param ioThreads the number of threads that share the limits evenly
     * @param onShort called with true when the share is used up, and with false once there is enough again
     */
    MemoryShare(MemoryLimits limits, int ioThreads, DeadlineSweeper sweeper, Consumer<Boolean> onShort) {
        this.maxBuffers = limits.perThread(ioThreads);
        this.shortOfBuffers = limits.maxForReadsPerThread(ioThreads);
        this.maxHeapBytes = limits.heapBytes() / ioThreads;
        this.sweeper = sweeper;
        this.onShort = onShort;
        sweeper.add(this);
    }

    /** Whether new calls must be refused. */
    public boolean isShort() {
        return isShort;
    }

    /**
     * Whether a long response may take a buffer now. If not, it waits, so that requests, heads and short responses still have
     * buffers.
     */
    public boolean hasBuffersForBodies() {
        return buffers < maxBuffers;
    }

    /** Whether half of the buffers are free. */
    public boolean hasPlentyOfBuffers() {
        return buffers < maxBuffers * UNRESTRICTED;
    }

    /** How many buffers one connection may hold for its calls: an eighth of the share. */
    public int maxBuffersPerConnection() {
        return Math.max(2, maxBuffers / 8);
    }

    /** Adds a connection that holds about this much heap. */
    public void add(MemoryHolder holder, long bytes) {
        holder.index = holders.size();
        holders.add(holder);
        AddressUse use = uses.computeIfAbsent(holder.address(), address -> new AddressUse());
        use.opened();
        holder.use = use;
        charge(holder, bytes, 0);
    }

    /** Removes a connection and everything it holds. */
    public void remove(MemoryHolder holder) {
        if (holder.index < 0) {
            return;
        }
        MemoryHolder last = holders.removeLast();
        if (holder.index < holders.size()) {
            holders.set(holder.index, last);
            last.index = holder.index;
        }
        holder.index = -1;
        if (holder.use != null && holder.use.closed(holder.heapBytes, holder.callBytes)) {
            uses.remove(holder.address());
        }
        heapBytes -= holder.heapBytes;
        calls -= holder.calls;
        if (holder.calls > 1) {
            multiplexed -= holder.calls;
            multiplexers--;
        }
        holder.heapBytes = 0;
        holder.callBytes = 0;
        holder.calls = 0;
    }

    /**
     * Whether a connection may start another call. It may while half of the share is free. Beyond that each connection with
     * several calls has an equal part, and each address a part of what is free, so that those with many calls leave room for others.
     */
    public boolean mayStartCall(MemoryHolder holder) {
        boolean isScarce = heapBytes > maxHeapBytes * UNRESTRICTED;
        double freeBytes = maxHeapBytes * HIGH_WATER - heapBytes;
        if (isScarce && holder.use != null && !holder.use.mayStartCall(freeBytes, heapBytes)) {
            return false;
        }
        if (holder.calls == 0) {
            return true;
        }
        // Each of many calls on one connection may need a buffer at the same time.
        int taken = Math.max(buffers, multiplexed);
        int sharing = Math.max(1, multiplexers);
        boolean hasBuffers = taken <= maxBuffers * UNRESTRICTED || holder.calls < maxBuffers * FAIR_SHARE / sharing;
        boolean hasHeap = !isScarce || holder.heapBytes < maxHeapBytes * FAIR_SHARE / sharing;
        return hasBuffers && hasHeap;
    }

    /** Counts a call on a connection, and the bytes of heap that it holds. */
    public void startCall(MemoryHolder holder, long bytes) {
        if (holder.index < 0) {
            return;
        }
        calls++;
        if (++holder.calls > 1) {
            multiplexers += holder.calls == 2 ? 1 : 0;
            multiplexed += holder.calls == 2 ? 2 : 1;
        }
        charge(holder, bytes, bytes);
    }

    /** Counts the end of a call that was started with this many bytes. */
    public void endCall(MemoryHolder holder, long bytes) {
        if (holder.index < 0) {
            return;
        }
        calls--;
        if (--holder.calls > 0) {
            multiplexers -= holder.calls == 1 ? 1 : 0;
            multiplexed -= holder.calls == 1 ? 2 : 1;
        }
        charge(holder, -bytes, -bytes);
    }

    private void charge(MemoryHolder holder, long bytes, long bytesOfCalls) {
        holder.heapBytes += bytes;
        holder.callBytes += bytesOfCalls;
        if (holder.use != null) {
            holder.use.charge(bytes, bytesOfCalls);
        }
        heapBytes += bytes;
        checkThresholds();
    }

    void bufferTaken() {
        buffers++;
        checkThresholds();
    }

    void bufferReturned() {
        buffers--;
    }

    int buffersInUse() {
        return buffers;
    }

    int calls() {
        return calls;
    }

    int connections() {
        return holders.size();
    }

    void drain() {
        List.copyOf(holders).forEach(MemoryHolder::drain);
    }

    private void checkThresholds() {
        if (!isShedding && (buffers >= maxBuffers || heapBytes > maxHeapBytes * HIGH_WATER)) {
            isShedding = true;
            // Not now: the caller may be working on a connection that would be closed.
            sweeper.sweepSoon();
        }
        if (!isShort && (buffers >= shortOfBuffers || heapBytes > maxHeapBytes)) {
            isShort = true;
            onShort.accept(true);
        }
    }

    private boolean isAbove(double share) {
        return buffers > maxBuffers * share || heapBytes > maxHeapBytes * share;
    }

    @Override
    public boolean sweep(long nowNanos) {
        if (isShedding && isAbove(LOW_WATER)) {
            shed(nowNanos);
        }
        isShedding &= isAbove(LOW_WATER);
        if (isShort && !isAbove(HIGH_WATER)) {
            isShort = false;
            onShort.accept(false);
        }
        return isShedding;
    }

    private void shed(long nowNanos) {
        Object dominantAddress = dominantAddress();
        shed(candidates(nowNanos, dominantAddress));
        if (isAbove(LOW_WATER) && dominantAddress != null) {
            shed(candidates(nowNanos, null));
        }
    }

    private void shed(List<MemoryHolder> candidates) {
        Iterator<MemoryHolder> next = candidates.iterator();
        while (next.hasNext() && isAbove(LOW_WATER)) {
            next.next().shed();
        }
    }

    /** Stalled connections, the longest first, then idle ones, which hold little and may be about to get a request. */
    private List<MemoryHolder> candidates(long nowNanos, @Nullable Object address) {
        List<MemoryHolder> candidates = new ArrayList<>();
        for (MemoryHolder holder : holders) {
            boolean stalled = holder.isIdle() || nowNanos - holder.stalledSinceNanos() > STALLED_NANOS;
            if (stalled && (address == null || address.equals(holder.address()))) {
                candidates.add(holder);
            }
        }
        candidates.sort(Comparator.comparing(MemoryHolder::isIdle).thenComparingLong(MemoryHolder::stalledSinceNanos));
        return candidates;
    }

    /** The address that holds more than half of the heap counted; null if none does. */
    private @Nullable Object dominantAddress() {
        for (Map.Entry<Object, AddressUse> use : uses.entrySet()) {
            if (use.getValue().isDominant(heapBytes)) {
                return use.getKey();
            }
        }
        return null;
    }
}
