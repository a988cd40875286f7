package faas.gateway.proxy;

import faas.gateway.io.IoLoop;
import faas.gateway.io.IoLoops;
import faas.gateway.routing.Upstream;
import io.undertow.connector.ByteBufferPool;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** The connections to every upstream, one {@link Lane} of them for each IO thread. Thread-safe. */
public final class UpstreamConnections {
    private final AtomicReferenceArray<Lane> lanes;
    private final IoLoops loops;
    private final long connectTimeoutNanos;
    private final long timeoutNanos;
    private final LongSupplier nanoTime;

    /**
     * @param loops the IO threads the gateway has
     * @param connectTimeout how long making one connection may take
     * @param timeout how long a call may go without a byte in either direction
     */
    public UpstreamConnections(IoLoops loops, Duration connectTimeout, Duration timeout, LongSupplier nanoTime) {
        this.lanes = new AtomicReferenceArray<>(loops.size());
        this.loops = loops;
        this.connectTimeoutNanos = connectTimeout.toNanos();
        this.timeoutNanos = timeout.toNanos();
        this.nanoTime = nanoTime;
    }

    /** Closes the idle connections to an upstream; returns at once. */
    public void closeIdle(Upstream upstream) {
        for (int i = 0; i < lanes.length(); i++) {
            Lane lane = lanes.get(i);
            if (lane != null) {
                lane.closeIdleSoon(upstream);
            }
        }
    }

    /** The lane of an IO thread; to be asked on that thread. */
    Lane lane(IoLoop loop) {
        int number = loop.thread().getNumber();
        Lane known = lanes.get(number);
        if (known != null) {
            return known;
        }
        Lane made = new Lane(loop, nanoTime);
        lanes.set(number, made);
        return made;
    }

    /**
     * Has the way to an upstream checked; to be asked on the loop's thread.
     *
     * <p>It takes longer than connections may take otherwise, so that the system repeats its first packet at least once: a
     * task that is busy has no place in its queue now and then, one that is lost never.
     */
    void check(IoLoop loop, Upstream upstream, Consumer<WayCheck.Finding> who) {
        lane(loop).check(upstream, buffers(), 3 * connectTimeoutNanos, who);
    }

    /** Where connections have their network buffers from. */
    ByteBufferPool buffers() {
        return loops.taskBuffers();
    }

    long connectTimeoutNanos() {
        return connectTimeoutNanos;
    }

    long timeoutNanos() {
        return timeoutNanos;
    }

    long nowNanos() {
        return nanoTime.getAsLong();
    }
}
