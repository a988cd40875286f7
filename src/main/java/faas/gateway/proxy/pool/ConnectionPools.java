package faas.gateway.proxy.pool;

import faas.gateway.function.FunctionPolicy;
import faas.gateway.io.IoLoop;
import faas.gateway.io.IoLoops;
import faas.gateway.proxy.call.ProbeResult;
import faas.gateway.routing.Upstream;
import io.undertow.connector.ByteBufferPool;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The connections to all upstreams: one {@link ConnectionPool} for each IO thread. Thread-safe. */
public final class ConnectionPools {
    private final AtomicReferenceArray<@Nullable ConnectionPool> pools;
    private final IoLoops loops;
    private final long connectTimeoutNanos;
    private final long timeoutNanos;
    private final LongSupplier nanoTime;

    /**
     * @param loops the gateway's IO threads
     * @param connectTimeout how long connecting may take
     * @param timeout how long a call may go without a byte in either direction
     * @param nanoTime the gateway's nanosecond clock
     */
    public ConnectionPools(IoLoops loops, Duration connectTimeout, Duration timeout, LongSupplier nanoTime) {
        this.pools = new AtomicReferenceArray<>(loops.size());
        this.loops = loops;
        this.connectTimeoutNanos = connectTimeout.toNanos();
        this.timeoutNanos = timeout.toNanos();
        this.nanoTime = nanoTime;
    }

    /** Closes the idle connections to an upstream; returns at once. */
    public void closeIdle(Upstream upstream) {
        for (int i = 0; i < pools.length(); i++) {
            ConnectionPool pool = pools.get(i);
            if (pool != null) {
                pool.closeIdleSoon(upstream);
            }
        }
    }

    /** The pool of an IO thread; only on that thread. */
    public ConnectionPool of(IoLoop loop) {
        int number = loop.thread().getNumber();
        ConnectionPool known = pools.get(number);
        if (known != null) {
            return known;
        }
        ConnectionPool made = new ConnectionPool(loop, nanoTime);
        pools.set(number, made);
        return made;
    }

    /**
     * Probes an upstream; only on the loop's thread.
     *
     * <p>A probe may take longer than connecting otherwise may, so that the system repeats its first packet at least once: a busy
     * task may have no room in its accept queue now and then, a lost one never responds.
     */
    public void probe(IoLoop loop, Upstream upstream, Consumer<ProbeResult> listener) {
        of(loop).probe(upstream, buffers(), 3 * connectTimeoutNanos, listener);
    }

    /** The network buffers of connections to tasks. */
    public ByteBufferPool buffers() {
        return loops.taskBuffers();
    }

    /** The network buffers of what clients send. */
    public ByteBufferPool readBuffers() {
        return loops.readBuffers();
    }

    public long connectTimeoutNanos() {
        return connectTimeoutNanos;
    }

    /** How long a call of a function with this policy may go without a byte in either direction. */
    public long timeoutNanos(FunctionPolicy policy) {
        return policy.timeout().map(Duration::toNanos).orElse(timeoutNanos);
    }

    public long nowNanos() {
        return nanoTime.getAsLong();
    }
}
