package faas.gateway.proxy;

import faas.gateway.routing.Upstream;
import io.undertow.server.HttpServerExchange;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;
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

    /**
     * Has the way to an upstream checked; to be asked on the exchange's IO thread.
     *
     * <p>It takes longer than connections may take otherwise, so that the system repeats its first packet at least once: a
     * task that is busy has no place in its queue now and then, one that is lost never.
     */
    void check(HttpServerExchange exchange, Upstream upstream, Consumer<WayCheck.Finding> who) {
        long deadlineNanos = nowNanos() + 3 * connectTimeoutNanos;
        lane(exchange.getIoThread()).check(upstream, exchange.getConnection().getByteBufferPool(), deadlineNanos, who);
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
