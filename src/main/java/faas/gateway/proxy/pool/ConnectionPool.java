package faas.gateway.proxy.pool;

import faas.gateway.function.Endpoint;
import faas.gateway.http1.HeadWriter;
import faas.gateway.io.DeadlineSweeper;
import faas.gateway.io.IoLoop;
import faas.gateway.proxy.call.ProbeResult;
import faas.gateway.routing.Upstream;
import faas.gateway.taskclient.Connector;
import faas.gateway.taskclient.TaskConnection;
import io.undertow.connector.ByteBufferPool;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The connections of one IO thread to upstreams: those that are idle, and those being made. Used on that thread, but for
 * {@link #closeIdleSoon}, so nothing in it is locked.
 */
public final class ConnectionPool implements DeadlineSweeper.SweepTask {
    /** Idle connections kept to one upstream; one given back beyond it is closed. */
    private static final int MAX_IDLE = 128;

    /**
     * Idle connections kept to all upstreams, which each hold a file descriptor and some kilobytes. Beyond it the oldest one to the
     * upstream that has been without calls for longest is closed.
     */
    private static final int MAX_IDLE_TOTAL = 4096;

    /**
     * Connections to one upstream that may be in progress at once, so that a lost node cannot hold all file descriptors. Beyond
     * it a connection fails at once.
     */
    private static final int MAX_CONNECTING = 1024;

    /** Shorter than the keep-alive time of common servers (Node.js closes after 5 s), so that they rarely close first. */
    private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(4);

    /** A server that closes connections sooner than this after their last call can hardly reuse them at all. */
    private static final long FRESH_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final IoLoop loop;
    private final LongSupplier nanoTime;
    private final Connector connector;
    private final int maxIdleTotal;

    /** The upstream without calls for longest comes first. */
    private final Map<Upstream, Deque<Idle>> idle = new LinkedHashMap<>(16, 0.75f, true);

    private int idleTotal;
    private final Map<Upstream, Integer> connecting = new HashMap<>();
    private final Map<Upstream, ReachabilityProbe> probes = new HashMap<>();

    ConnectionPool(IoLoop loop, LongSupplier nanoTime) {
        this(loop, nanoTime, MAX_IDLE_TOTAL);
    }

    ConnectionPool(IoLoop loop, LongSupplier nanoTime, int maxIdleTotal) {
        this.loop = loop;
        this.maxIdleTotal = maxIdleTotal;
        this.nanoTime = nanoTime;
        this.connector = new Connector(loop.thread());
        loop.deadlines().add(this);
    }

    DeadlineSweeper deadlines() {
        return loop.deadlines();
    }

    /** Memory in which to write the head of a request; it is used again once that is sent. */
    public HeadWriter head() {
        return connector.head();
    }

    /**
     * The most recently used idle connection that is still open; null if there is none, and for an ejected upstream, because an
     * idle connection would not show whether that can be reached again.
     *
     * @param fresh only one that was in use a moment ago, for a call that is lost if the task closes the connection just now
     */
    @Nullable
    public TaskConnection takeIdle(Upstream upstream, boolean fresh) {
        if (upstream.ejected()) {
            return null;
        }
        Deque<Idle> stack = idle.get(upstream);
        while (stack != null && !stack.isEmpty()) {
            if (fresh && nanoTime.getAsLong() - stack.getFirst().sinceNanos() > FRESH_NANOS) {
                return null;
            }
            TaskConnection connection = stack.pop().connection();
            idleTotal--;
            if (connection.isOpen()) {
                return connection;
            }
        }
        return null;
    }

    /**
     * Opens a connection. One of the consumers is called once, perhaps before this returns.
     *
     * @return cancels it, if the connection has not been made; neither consumer is called then
     */
    public Runnable connect(
            Upstream upstream, ByteBufferPool pool, Consumer<TaskConnection> made, Consumer<IOException> failed) {
        if (connecting.getOrDefault(upstream, 0) >= MAX_CONNECTING) {
            failed.accept(new Crowded());
            return () -> {};
        }
        Pending pending = new Pending(upstream);
        Endpoint endpoint = upstream.endpoint();
        Runnable giveUp = connector.open(
                new InetSocketAddress(endpoint.address(), endpoint.port()),
                pool,
                connection -> {
                    if (pending.end()) {
                        made.accept(connection);
                    } else {
                        // It was made before it could be cancelled.
                        connection.close();
                    }
                },
                e -> {
                    if (pending.end()) {
                        failed.accept(e);
                    }
                });
        return () -> {
            pending.end();
            giveUp.run();
        };
    }

    /** Keeps an idle connection for the next call, or closes it. */
    public void giveBack(Upstream upstream, TaskConnection connection) {
        if (upstream.retired()) {
            connection.close();
            return;
        }
        Deque<Idle> stack = idle.computeIfAbsent(upstream, u -> new ArrayDeque<>());
        if (stack.size() >= MAX_IDLE) {
            connection.close();
            return;
        }
        stack.push(new Idle(connection, nanoTime.getAsLong()));
        idleTotal++;
        if (idleTotal > maxIdleTotal) {
            closeLongestIdle();
        }
        loop.deadlines().sweepSoon();
    }

    private void closeLongestIdle() {
        Iterator<Deque<Idle>> stacks = idle.values().iterator();
        while (stacks.hasNext()) {
            Deque<Idle> stack = stacks.next();
            if (!stack.isEmpty()) {
                stack.removeLast().connection().close();
                idleTotal--;
                return;
            }
            stacks.remove();
        }
    }

    /** Probes an upstream, once for all that ask meanwhile. */
    void probe(Upstream upstream, ByteBufferPool buffers, long timeoutNanos, Consumer<ProbeResult> listener) {
        ReachabilityProbe inProgress = probes.get(upstream);
        if (inProgress != null) {
            inProgress.add(listener);
            return;
        }
        ReachabilityProbe probe = new ReachabilityProbe(deadlines(), () -> probes.remove(upstream));
        probes.put(upstream, probe);
        probe.add(listener);
        probe.start((made, failed) -> connect(upstream, buffers, made, failed), timeoutNanos);
    }

    /** Closes all idle connections to an upstream. */
    public void closeIdle(Upstream upstream) {
        Deque<Idle> stack = idle.remove(upstream);
        if (stack != null) {
            idleTotal -= stack.size();
            stack.forEach(i -> i.connection().close());
        }
    }

    /** Closes all idle connections to an upstream soon; on any thread. */
    void closeIdleSoon(Upstream upstream) {
        loop.execute(() -> closeIdle(upstream));
    }

    /** Closes connections that have been idle for too long. */
    @Override
    public boolean sweep(long threadNanos) {
        long now = nanoTime.getAsLong();
        idle.values().removeIf(stack -> {
            while (!stack.isEmpty() && now - stack.getLast().sinceNanos() > IDLE_NANOS) {
                stack.removeLast().connection().close();
                idleTotal--;
            }
            return stack.isEmpty();
        });
        return !idle.isEmpty();
    }

    /** A connection to an upstream that is being made. */
    private final class Pending {
        private final Upstream upstream;
        private boolean over;

        Pending(Upstream upstream) {
            this.upstream = upstream;
            connecting.merge(upstream, 1, Integer::sum);
        }

        /** False if it was over before. */
        boolean end() {
            if (over) {
                return false;
            }
            over = true;
            connecting.computeIfPresent(upstream, (u, n) -> n == 1 ? null : n - 1);
            return true;
        }
    }

    /** Too many connections to one task are being made. */
    static final class Crowded extends IOException {
        private static final long serialVersionUID = 1;

        Crowded() {
            super("too many connections to this task are being made");
        }
    }

    private record Idle(TaskConnection connection, long sinceNanos) {}
}
