package faas.gateway.proxy;

import faas.gateway.function.Endpoint;
import faas.gateway.routing.Upstream;
import faas.gateway.wire.Connector;
import faas.gateway.wire.RequestHead;
import faas.gateway.wire.TaskConnection;
import io.undertow.connector.ByteBufferPool;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.xnio.XnioIoThread;

/**
 * What one IO thread owns: idle connections to each upstream, and the attempts it watches for lack of progress. Used
 * on that thread alone but for {@link #closeIdleSoon}, so nothing in it is locked.
 */
final class Lane {
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

    /** How late a passed deadline may be noticed: a tenth of the default connect timeout. */
    private static final long SWEEP_MILLIS = 50;

    private final XnioIoThread thread;
    private final LongSupplier nanoTime;
    private final Connector connector;
    private final Map<Upstream, Deque<Idle>> idle = new HashMap<>();
    private final Map<Upstream, Integer> connecting = new HashMap<>();
    private final Map<Upstream, WayCheck> checks = new HashMap<>();
    private final List<Watched> watched = new ArrayList<>();
    private boolean sweeping;

    Lane(XnioIoThread thread, LongSupplier nanoTime) {
        this.thread = thread;
        this.nanoTime = nanoTime;
        this.connector = new Connector(thread);
    }

    /** Memory to write the head of a request in, which is the next one's as soon as that one is sent. */
    RequestHead head() {
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
        sweepSoon();
    }

    /** Has the way to a silent upstream checked, once for all who ask meanwhile. */
    void check(Upstream upstream, ByteBufferPool pool, long deadlineNanos, Consumer<WayCheck.Finding> who) {
        WayCheck underWay = checks.get(upstream);
        if (underWay != null) {
            underWay.tell(who);
            return;
        }
        WayCheck check = new WayCheck(this, upstream);
        checks.put(upstream, check);
        check.tell(who);
        check.start(pool, deadlineNanos);
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
        try {
            thread.execute(() -> closeIdle(upstream));
        } catch (RejectedExecutionException e) {
            // The IO thread is stopping, and every connection of it ends.
        }
    }

    void watch(Watched attempt) {
        attempt.place = watched.size();
        watched.add(attempt);
        sweepSoon();
    }

    void unwatch(Watched attempt) {
        if (attempt.place < 0) {
            return;
        }
        Watched last = watched.removeLast();
        if (attempt.place < watched.size()) {
            watched.set(attempt.place, last);
            last.place = attempt.place;
        }
        attempt.place = -1;
    }

    private void sweepSoon() {
        if (sweeping) {
            return;
        }
        try {
            thread.executeAfter(this::sweep, SWEEP_MILLIS, TimeUnit.MILLISECONDS);
            sweeping = true;
        } catch (RejectedExecutionException e) {
            // The IO thread is stopping, and all it watches with it.
        }
    }

    private void sweep() {
        sweeping = false;
        try {
            sweep(nanoTime.getAsLong());
        } finally {
            if (!watched.isEmpty() || !idle.isEmpty()) {
                sweepSoon();
            }
        }
    }

    private void sweep(long now) {
        // From the end, because an attempt that ends leaves the list and the last one takes its place.
        for (int i = watched.size() - 1; i >= 0; i--) {
            if (i < watched.size() && watched.get(i).isLate(now)) {
                watched.get(i).deadlinePassed();
            }
        }
        idle.values().removeIf(stack -> {
            while (!stack.isEmpty() && now - stack.getLast().sinceNanos() > IDLE_NANOS) {
                stack.removeLast().connection().close();
            }
            return stack.isEmpty();
        });
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
