package faas.gateway.swarm;

import static org.junit.jupiter.api.Assertions.assertEquals;

import faas.gateway.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A few clients that keep calling one path in one way, each with one call at a time, and repeat none, until they are stopped. */
final class Clients {
    /** Some seconds of the clients' calls: several readings of the Swarm can succeed, or fail, meanwhile. */
    static final int A_WHILE = 1500;

    private static final int CALLERS = 4;

    private final Way way;
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private final AtomicInteger calls = new AtomicInteger();
    private final List<Thread> threads = new ArrayList<>();
    private final long startNanos = System.nanoTime();
    private volatile boolean stopped;

    /**
     * What the clients were told while the deed was done.
     *
     * @param failures each answer that was not the expected one
     */
    record Heard(int calls, List<String> failures) {
        void assertNoFailure() {
            assertEquals(List.of(), failures, "failures in " + calls + " calls");
        }
    }

    /**
     * How each of them calls.
     *
     * @param keeps whether a connection is kept for the next call
     * @param pause after each call
     */
    record Way(Connector connector, boolean keeps, Duration pause) {
        private static final Duration SHORT_PAUSE = Duration.ofMillis(3);

        /** Opens a connection. */
        interface Connector {
            Connection connect() throws IOException;
        }

        /** On connections that are kept. */
        Way(Connector connector) {
            this(connector, true, SHORT_PAUSE);
        }

        /** With pauses long enough for the system not to run out of ports. */
        static Way onNewConnections(Connector connector) {
            return new Way(connector, false, Duration.ofMillis(40));
        }
    }

    /** Does the deed while the clients call, and returns once the last call is over. */
    static Heard during(URI uri, String expectedBody, Runnable deed) {
        return during(uri, expectedBody, clients -> deed.run());
    }

    static Heard during(URI uri, String expectedBody, Consumer<Clients> deed) {
        Clients clients = new Clients(new Way(() -> new KeptConnection(uri)), expectedBody);
        try {
            clients.awaitMore(CALLERS);
            deed.accept(clients);
        } finally {
            clients.stop();
        }
        return clients.heard();
    }

    /** Starts them; they are to be stopped. */
    Clients(Way way, String expectedBody) {
        this.way = way;
        for (int i = 0; i < CALLERS; i++) {
            threads.add(Thread.ofVirtual().start(() -> keepCalling(expectedBody)));
        }
    }

    Heard heard() {
        return new Heard(calls.get(), List.copyOf(failures));
    }

    /** Waits until that many more calls were made. */
    void awaitMore(int more) {
        int enough = calls.get() + more;
        Await.until(more + " more calls", Stack.PATIENCE, calls::get, now -> now >= enough);
    }

    private void keepCalling(String expectedBody) {
        Connection connection = null;
        while (!stopped) {
            connection = call(connection, expectedBody);
            LockSupport.parkNanos(way.pause().toNanos());
        }
        close(connection);
    }

    /** Makes one call, on a new connection if there is none; the result is the connection for the next. */
    private @Nullable Connection call(@Nullable Connection kept, String expectedBody) {
        Connection connection = kept;
        calls.incrementAndGet();
        try {
            connection = connection == null ? way.connector().connect() : connection;
            Connection.Answer answer = connection.call();
            if (answer.status() != 200 || !answer.body().strip().equals(expectedBody)) {
                fail(answer.status() + " " + answer.body().strip());
            }
            if (way.keeps() && !answer.last()) {
                return connection;
            }
        } catch (IOException e) {
            fail(e.toString());
        }
        close(connection);
        return null;
    }

    private void fail(String what) {
        Duration since = Duration.ofNanos(System.nanoTime() - startNanos);
        failures.add("after " + since.toMillis() + " ms: " + what);
    }

    private static void close(@Nullable Connection connection) {
        try {
            if (connection != null) {
                connection.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void stop() {
        stopped = true;
        try {
            for (Thread thread : threads) {
                thread.join();
            }
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted", e);
        }
    }
}
