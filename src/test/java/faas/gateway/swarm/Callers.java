package faas.gateway.swarm;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** A few callers that keep calling one path, each with one call at a time, until they are stopped. */
final class Callers {
    private static final int CALLERS = 4;
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(3);

    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private final AtomicInteger calls = new AtomicInteger();
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean stopped;

    /**
     * What the callers were told while the deed was done.
     *
     * @param failures each answer that was not the expected one
     */
    record Heard(int calls, List<String> failures) {}

    /** Does the deed while the callers call, and returns once the last call is over. */
    static Heard during(HttpClient client, URI uri, String expectedBody, Runnable deed) {
        Callers callers = new Callers(client, uri, expectedBody);
        try {
            deed.run();
        } finally {
            callers.stop();
        }
        return new Heard(callers.calls.get(), List.copyOf(callers.failures));
    }

    private Callers(HttpClient client, URI uri, String expectedBody) {
        HttpRequest request =
                HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(30)).build();
        for (int i = 0; i < CALLERS; i++) {
            threads.add(Thread.ofVirtual().start(() -> {
                while (!stopped) {
                    call(client, request, expectedBody);
                    LockSupport.parkNanos(PAUSE_NANOS);
                }
            }));
        }
    }

    private void call(HttpClient client, HttpRequest request, String expectedBody) {
        calls.incrementAndGet();
        try {
            HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
            if (answer.statusCode() != 200 || !answer.body().strip().equals(expectedBody)) {
                failures.add(answer.statusCode() + " " + answer.body().strip());
            }
        } catch (IOException e) {
            failures.add(e.toString());
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted", e);
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
