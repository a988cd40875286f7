package faas.gateway.proxy;

import faas.gateway.routing.Upstream;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.LongSupplier;
import org.xnio.XnioIoThread;

/** The connections to every upstream, one {@link Lane} of them for each IO thread. Thread-safe. */
public final class UpstreamConnections {
    private final AtomicReferenceArray<Lane> lanes;
    private final long connectTimeoutNanos;
    private final long timeoutNanos;
    private final LongSupplier nanoTime;

    /**
     * @param ioThreads how many IO threads the gateway has
     * @param connectTimeout how long making one connection may take
     * @param timeout how long a call may go without a byte in either direction
     */
    public UpstreamConnections(int ioThreads, Duration connectTimeout, Duration timeout, LongSupplier nanoTime) {
        this.lanes = new AtomicReferenceArray<>(ioThreads);
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
    Lane lane(XnioIoThread thread) {
        int number = thread.getNumber();
        Lane known = lanes.get(number);
        if (known != null) {
            return known;
        }
        Lane made = new Lane(thread, nanoTime);
        lanes.set(number, made);
        return made;
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
