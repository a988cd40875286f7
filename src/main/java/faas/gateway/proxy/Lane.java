package faas.gateway.proxy;

import faas.gateway.function.Endpoint;
import faas.gateway.http1.HeadWriter;
import faas.gateway.io.DeadlineSweeper;
import faas.gateway.io.IoLoop;
import faas.gateway.routing.Upstream;
import faas.gateway.taskclient.Connector;
import faas.gateway.taskclient.TaskConnection;
import io.undertow.connector.ByteBufferPool;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The connections of one IO thread to upstreams: those that are idle, and those being made. Used on that thread alone but
 * for {@link #closeIdleSoon}, so nothing in it is locked.
 */
final class Lane implements DeadlineSweeper.SweepTask {
    /** Idle connections kept to one upstream; one given back beyond it is closed. */
    private static final int MAX_IDLE = 128;

    /**
     * Connections to one upstream that may be under way at once, so that a lost node cannot hold every file descriptor;
     * beyond it a connection counts as failed at once.
     */
    private static final int MAX_CONNECTING = 1024;

    /** Shorter than the keep-alive time of common servers (Node.js closes after 5 s), so that they rarely close first. */
    private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(4);

    /** A server that closes connections sooner than this after their last call can hardly be called on them at all. */
    private static final long FRESH_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final IoLoop loop;
    private final LongSupplier nanoTime;
    private final Connector connector;
    private final Map<Upstream, Deque<Idle>> idle = new HashMap<>();
    private final Map<Upstream, Integer> connecting = new HashMap<>();
    private final Map<Upstream, WayCheck> checks = new HashMap<>();

    Lane(IoLoop loop, LongSupplier nanoTime) {
        this.loop = loop;
        this.nanoTime = nanoTime;
        this.connector = new Connector(loop.thread());
        loop.deadlines().add(this);
    }

    DeadlineSweeper deadlines() {
        return loop.deadlines();
    }

    /** Memory to write the head of a request in, which is the next one's as soon as that one is sent. */
    HeadWriter head() {
        return connector.head();
    }

    /**
     * The most recently used idle connection that is still open; null if there is none, and for an ejected upstream, since
     * an idle connection would not tell whether it can be reached again.
     *
     * @param fresh only one that was in use a moment ago, for a call that is lost if the task closes it just now
     */
    @Nullable
    TaskConnection takeIdle(Upstream upstream, boolean fresh) {
        if (upstream.ejected()) {
            return null;
        }
        Deque<Idle> stack = idle.get(upstream);
        while (stack != null && !stack.isEmpty()) {
            if (fresh && nanoTime.getAsLong() - stack.getFirst().sinceNanos() > FRESH_NANOS) {
                return null;
            }
            TaskConnection connection = stack.pop().connection();
            if (connection.isOpen()) {
                return connection;
            }
        }
        return null;
    }

    /**
     * Opens a connection; either consumer is told once, perhaps before this returns.
     *
     * @return gives the connection up, if it has not been made: neither consumer is told then
     */
    Runnable connect(
            Upstream upstream, ByteBufferPool pool, Consumer<TaskConnection> made, Consumer<IOException> failed) {
        if (connecting.getOrDefault(upstream, 0) >= MAX_CONNECTING) {
            failed.accept(new Crowded());
            return () -> {};
        }
        UnderWay underWay = new UnderWay(upstream);
        Endpoint endpoint = upstream.endpoint();
        Runnable giveUp = connector.open(
                new InetSocketAddress(endpoint.address(), endpoint.port()),
                pool,
                connection -> {
                    if (underWay.end()) {
                        made.accept(connection);
                    } else {
                        // It was there before it could be given up.
                        connection.close();
                    }
                },
                e -> {
                    if (underWay.end()) {
                        failed.accept(e);
                    }
                });
        return () -> {
            underWay.end();
            giveUp.run();
        };
    }

    /** Keeps a connection that is at rest for the next call, or closes it. */
    void giveBack(Upstream upstream, TaskConnection connection) {
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
        loop.deadlines().sweepSoon();
    }

    /** Has the way to a silent upstream checked, once for all who ask meanwhile. */
    void check(Upstream upstream, ByteBufferPool pool, long timeoutNanos, Consumer<WayCheck.Finding> who) {
        WayCheck underWay = checks.get(upstream);
        if (underWay != null) {
            underWay.tell(who);
            return;
        }
        WayCheck check = new WayCheck(this, upstream);
        checks.put(upstream, check);
        check.tell(who);
        check.start(pool, timeoutNanos);
    }

    void checked(Upstream upstream) {
        checks.remove(upstream);
    }

    /** Closes every idle connection to an upstream. */
    void closeIdle(Upstream upstream) {
        Deque<Idle> stack = idle.remove(upstream);
        if (stack != null) {
            stack.forEach(i -> i.connection().close());
        }
    }

    /** Has every idle connection to an upstream closed; may be asked on any thread. */
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
            }
            return stack.isEmpty();
        });
        return !idle.isEmpty();
    }

    /** One of the connections to an upstream that are being made. */
    private final class UnderWay {
        private final Upstream upstream;
        private boolean over;

        UnderWay(Upstream upstream) {
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

    /** More connections to one task are under way than may be. */
    static final class Crowded extends IOException {
        private static final long serialVersionUID = 1;

        Crowded() {
            super("too many connections to this task are under way");
        }
    }

    private record Idle(TaskConnection connection, long sinceNanos) {}
}
