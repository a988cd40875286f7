package faas.gateway.swarm;

import faas.gateway.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A few callers that keep calling one path, each with one call at a time, and repeat none, until they are stopped. */
final class Callers {
    private static final int CALLERS = 4;
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(3);

    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private final AtomicInteger calls = new AtomicInteger();
    private final List<Thread> threads = new ArrayList<>();
    private final long startNanos = System.nanoTime();
    private volatile boolean stopped;

    /**
     * What the callers were told while the deed was done.
     *
     * @param failures each answer that was not the expected one
     */
    record Heard(int calls, List<String> failures) {}

    /** Does the deed while the callers call, and returns once the last call is over. */
    static Heard during(URI uri, String expectedBody, Runnable deed) {
        return during(uri, expectedBody, callers -> deed.run());
    }

    static Heard during(URI uri, String expectedBody, Consumer<Callers> deed) {
        Callers callers = new Callers(uri, expectedBody);
        try {
            callers.awaitMore(CALLERS);
            deed.accept(callers);
        } finally {
            callers.stop();
        }
        return new Heard(callers.calls.get(), List.copyOf(callers.failures));
    }

    private Callers(URI uri, String expectedBody) {
        for (int i = 0; i < CALLERS; i++) {
            threads.add(Thread.ofVirtual().start(() -> keepCalling(uri, expectedBody)));
        }
    }

    /** Waits until that many more calls were made. */
    void awaitMore(int more) {
        int enough = calls.get() + more;
        Await.until(more + " more calls", Stack.PATIENCE, calls::get, now -> now >= enough);
    }

    private void keepCalling(URI uri, String expectedBody) {
        KeptConnection connection = null;
        while (!stopped) {
            connection = call(connection, uri, expectedBody);
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        close(connection);
    }

    /** Makes one call, on a new connection if there is none; the result is the connection for the next. */
    private @Nullable KeptConnection call(@Nullable KeptConnection kept, URI uri, String expectedBody) {
        KeptConnection connection = kept;
        calls.incrementAndGet();
        try {
            connection = connection == null ? new KeptConnection(uri) : connection;
            KeptConnection.Answer answer = connection.get();
            if (answer.status() != 200 || !answer.body().strip().equals(expectedBody)) {
                fail(answer.status() + " " + answer.body().strip());
            }
            if (!answer.last()) {
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

    private static void close(@Nullable KeptConnection connection) {
        try {
            if (connection != null) {
                connection.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void stop() {
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
