package faas.gateway.io;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What the clients of one IO thread may hold of the gateway's memory, and who holds it. Used on that thread alone.
 *
 * <p>Where bodies have no buffers left or nine tenths of the heap are held, those connections are closed first that have waited
 * longest for their client, then idle ones. An address that holds more than half of it gives first. Where that does not
 * suffice, memory is short, and new calls are refused.
 */
public final class MemoryShare implements DeadlineSweeper.Chore {
    /** Closing goes on until this much of the share is free again, so that it does not start again at once. */
    private static final double RELIEVED = 0.85;

    /** Closing begins when so much of the heap is held. */
    private static final double TIGHT = 0.9;

    /** The part of the share that calls may take whichever connection they come on. */
    private static final double FREE_FOR_ALL = 0.5;

    /** The part of the share that is divided evenly among the connections with calls beyond that. */
    private static final double FAIR = 0.75;

    /** A connection on which something moved so short a time ago is not stalled: a round trip around the world. */
    private static final long STALLED_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

    /** Something that holds memory for a client: a connection with all its calls. */
    public abstract static class Holder {
        private int place = -1;
        private int calls;
        private long heapBytes;

        /** Whether it is open and carries no call. */
        protected abstract boolean isIdle();

        /** Since when it waits for its client to read or to send, on the thread's clock; {@code Long.MAX_VALUE} if it does not. */
        protected abstract long stalledSinceNanos();

        /** The client's address, by which holders are distinguished. */
        protected abstract Object address();

        /** Closes the connection with all its calls, since memory is short. */
        protected abstract void shed();
    }

    private final int maxBuffers;
    private final int shortOfBuffers;
    private final long maxHeapBytes;
    private final DeadlineSweeper sweeper;
    private final Consumer<Boolean> onShort;
    private final List<Holder> holders = new ArrayList<>();
    private int buffers;
    private int calls;
    private int busy;
    private long heapBytes;
    private boolean isTight;
    private boolean isShort;

    /**
     * @param ioThreads how many threads share the limits evenly
     * @param onShort is given true when the share is used up, and false once there is enough again
     */
    MemoryShare(MemoryLimits limits, int ioThreads, DeadlineSweeper sweeper, Consumer<Boolean> onShort) {
        this.maxBuffers = limits.perThread(ioThreads);
        this.shortOfBuffers = limits.mostForReadsPerThread(ioThreads);
        this.maxHeapBytes = limits.heapBytes() / ioThreads;
        this.sweeper = sweeper;
        this.onShort = onShort;
        sweeper.add(this);
    }

    /** Whether new calls have to be refused. */
    public boolean isShort() {
        return isShort;
    }

    /**
     * Whether a long response may take a buffer now. Where it may not, its transfer waits, so that requests, heads and short
     * responses still have buffers.
     */
    public boolean hasBuffersForBodies() {
        return buffers < maxBuffers;
    }

    /** How many buffers one connection may hold for its calls: an eighth of all. */
    public int buffersOfOne() {
        return Math.max(2, maxBuffers / 8);
    }

    /** Adds a connection that holds about so many bytes of heap. */
    public void add(Holder holder, long bytes) {
        holder.place = holders.size();
        holders.add(holder);
        charge(holder, bytes);
    }

    /** Removes a connection and all it holds. */
    public void remove(Holder holder) {
        if (holder.place < 0) {
            return;
        }
        Holder last = holders.removeLast();
        if (holder.place < holders.size()) {
            holders.set(holder.place, last);
            last.place = holder.place;
        }
        holder.place = -1;
        heapBytes -= holder.heapBytes;
        calls -= holder.calls;
        busy -= holder.calls > 0 ? 1 : 0;
        holder.heapBytes = 0;
        holder.calls = 0;
    }

    /**
     * Whether a connection may begin a further call. While half of the share is free it may; beyond that each connection with
     * calls has an equal part, so that those with many leave room for those with few. The first call is always allowed.
     */
    public boolean mayBegin(Holder holder) {
        if (holder.calls == 0) {
            return true;
        }
        // A call takes a buffer sooner or later, if only for a moment.
        int taken = Math.max(buffers, calls);
        boolean hasBuffers = taken <= maxBuffers * FREE_FOR_ALL || holder.calls < maxBuffers * FAIR / busy;
        boolean hasHeap = heapBytes <= maxHeapBytes * FREE_FOR_ALL || holder.heapBytes < maxHeapBytes * FAIR / busy;
        return hasBuffers && hasHeap;
    }

    /** Counts a call that begins on a connection, and the bytes of heap that it holds. */
    public void begin(Holder holder, long bytes) {
        if (holder.place < 0) {
            return;
        }
        if (holder.calls++ == 0) {
            busy++;
        }
        calls++;
        charge(holder, bytes);
    }

    /** Counts the end of a call that began with so many bytes. */
    public void end(Holder holder, long bytes) {
        if (holder.place < 0) {
            return;
        }
        if (--holder.calls == 0) {
            busy--;
        }
        calls--;
        charge(holder, -bytes);
    }

    private void charge(Holder holder, long bytes) {
        holder.heapBytes += bytes;
        heapBytes += bytes;
        check();
    }

    void bufferTaken() {
        buffers++;
        check();
    }

    void bufferReturned() {
        buffers--;
    }

    /** Buffers in use right now. */
    int buffersInUse() {
        return buffers;
    }

    /** Calls under way. */
    int calls() {
        return calls;
    }

    /** Connections that are open right now. */
    int connections() {
        return holders.size();
    }

    private void check() {
        if (!isTight && (buffers >= maxBuffers || heapBytes > maxHeapBytes * TIGHT)) {
            isTight = true;
            // Not now: whoever asks for memory may be in the middle of something with one of those to be closed.
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
        if (isTight && isAbove(RELIEVED)) {
            shed(nowNanos);
        }
        isTight &= isAbove(RELIEVED);
        if (isShort && !isAbove(TIGHT)) {
            isShort = false;
            onShort.accept(false);
        }
        return isTight;
    }

    private void shed(long nowNanos) {
        Object greedy = greedy();
        shed(candidates(nowNanos, greedy));
        if (isAbove(RELIEVED) && greedy != null) {
            shed(candidates(nowNanos, null));
        }
    }

    private void shed(List<Holder> candidates) {
        for (Holder holder : candidates) {
            if (!isAbove(RELIEVED)) {
                return;
            }
            holder.shed();
        }
    }

    /** Those that wait for their client, the longest first, then the idle ones: they hold little, and their client may just call. */
    private List<Holder> candidates(long nowNanos, @Nullable Object address) {
        List<Holder> candidates = new ArrayList<>();
        for (Holder holder : holders) {
            boolean stalled = holder.isIdle() || nowNanos - holder.stalledSinceNanos() > STALLED_NANOS;
            if (stalled && (address == null || address.equals(holder.address()))) {
                candidates.add(holder);
            }
        }
        candidates.sort(Comparator.comparing(Holder::isIdle).thenComparingLong(Holder::stalledSinceNanos));
        return candidates;
    }

    /** The address that holds more than half of the heap counted; null if none does. */
    private @Nullable Object greedy() {
        Map<Object, Long> held = new HashMap<>();
        for (Holder holder : holders) {
            if (held.merge(holder.address(), holder.heapBytes, Long::sum) > heapBytes / 2) {
                return holder.address();
            }
        }
        return null;
    }
}
