package faas.runtime.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import faas.runtime.config.Limits;
import faas.runtime.config.Settings;
import faas.runtime.config.Stopping;
import faas.runtime.log.Log;
import faas.runtime.log.ServerLoggers;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/**
 * A server on a free port, with a client. Closing it checks that no call is open and that Undertow has logged nothing.
 */
final class TestServer implements AutoCloseable {

    static final Duration DEADLINE = Duration.ofSeconds(30);
    private static final Logger ROOT = Logger.getLogger("");

    private final ByteArrayOutputStream logged = new ByteArrayOutputStream();
    private final HttpClient client = HttpClient.newHttpClient();
    private final LogCapture undertowLog = new LogCapture();
    private final Server server;

    TestServer(int maxInFlight, Endpoint endpoint) throws IOException {
        this(
                new Limits(maxInFlight, Limits.DEFAULT_EXEC_TIMEOUT, Limits.DEFAULT_MAX_BODY_BYTES),
                Settings.Behaviour.DEFAULT,
                endpoint);
    }

    TestServer(Limits limits, Settings.Behaviour behaviour, Endpoint endpoint) throws IOException {
        ServerLoggers.quieten();
        ROOT.addHandler(undertowLog);
        var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        var settings = new Settings(address, limits, new Stopping(Duration.ZERO, DEADLINE), behaviour);
        server = Server.start(
                settings, endpoint, new Log(new PrintStream(logged, true, UTF_8), InstantSource.system(), false));
    }

    Server server() {
        return server;
    }

    int port() {
        return server.address().getPort();
    }

    String logged() {
        return logged.toString(UTF_8);
    }

    RawClient raw() throws IOException {
        return new RawClient(port());
    }

    HttpResponse<String> get(String path, String... headers) {
        return getAsync(path, headers).join();
    }

    CompletableFuture<HttpResponse<String>> getAsync(String path, String... headers) {
        return send(request(path, headers));
    }

    CompletableFuture<HttpResponse<String>> send(HttpRequest.Builder request) {
        return client.sendAsync(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    HttpRequest.Builder request(String path, String... headers) {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d%s".formatted(port(), path)))
                .timeout(DEADLINE);
        return headers.length == 0 ? request : request.headers(headers);
    }

    static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + DEADLINE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("the condition did not become true");
            }
            LockSupport.parkNanos(1_000_000);
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
        try {
            assertEquals(0, server.stop(Duration.ZERO, DEADLINE).interrupted(), "calls still open");
            assertEquals(List.of(), undertowLog.lines);
        } catch (InterruptedException stopped) {
            throw new AssertionError(stopped);
        } finally {
            ROOT.removeHandler(undertowLog);
        }
    }

    /** Everything that Undertow logs as a warning or an error. */
    private static final class LogCapture extends Handler {

        private final List<String> lines = new CopyOnWriteArrayList<>();

        @Override
        public void publish(LogRecord record) {
            lines.add(record.getLevel() + " " + record.getMessage() + " " + record.getThrown());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
