package faas.testing;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A function in its own Java process, on a free port. Closing ends the process in any state. */
public final class FunctionProcess implements AutoCloseable {

    private static final Duration DEADLINE = Duration.ofSeconds(30);
    private static final Duration POLL = Duration.ofMillis(5);
    private static final Pattern SERVING = Pattern.compile("serving .* on [^ ]*:([0-9]+), .*");

    private final Process process;
    private final List<String> output = new CopyOnWriteArrayList<>();
    private final Thread reader;
    private final HttpClient client = HttpClient.newHttpClient();

    private FunctionProcess(String mainClass, Map<String, String> settings) {
        var builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        mainClass)
                .redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("FAAS_"));
        builder.environment().put("FAAS_ADDRESS", "127.0.0.1:0");
        builder.environment().putAll(settings);
        try {
            process = builder.start();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        reader = Thread.ofVirtual()
                .start(() -> process.inputReader(StandardCharsets.UTF_8).lines().forEach(output::add));
    }

    /** Started and serving. */
    public static FunctionProcess serving(String mainClass, Map<String, String> settings) {
        var function = started(mainClass, settings);
        function.awaitOutput(SERVING.pattern());
        return function;
    }

    public static FunctionProcess serving(String mainClass) {
        return serving(mainClass, Map.of());
    }

    /** Started; it may report an error instead of serving. */
    public static FunctionProcess started(String mainClass, Map<String, String> settings) {
        return new FunctionProcess(mainClass, settings);
    }

    public HttpResponse<String> get(String pathAndQuery) {
        return getAsync(pathAndQuery).join();
    }

    public CompletableFuture<HttpResponse<String>> getAsync(String pathAndQuery) {
        URI uri = URI.create("http://127.0.0.1:%d%s".formatted(port(), pathAndQuery));
        return client.sendAsync(
                HttpRequest.newBuilder(uri).timeout(DEADLINE).build(), HttpResponse.BodyHandlers.ofString());
    }

    /** Sends a query with one parameter, encoded. */
    public HttpResponse<String> get(String name, String value) {
        return get("/?%s=%s".formatted(name, URLEncoder.encode(value, StandardCharsets.UTF_8)));
    }

    public HttpResponse<String> post(String pathAndQuery, String contentType, String body) {
        URI uri = URI.create("http://127.0.0.1:%d%s".formatted(port(), pathAndQuery));
        var request = HttpRequest.newBuilder(uri)
                .timeout(DEADLINE)
                .header("Content-Type", contentType)
                .POST(HttpRequest.BodyPublishers.ofString(body));
        return client.sendAsync(request.build(), HttpResponse.BodyHandlers.ofString())
                .join();
    }

    public int port() {
        return output.stream()
                .map(SERVING::matcher)
                .filter(Matcher::find)
                .mapToInt(match -> Integer.parseInt(match.group(1)))
                .findFirst()
                .orElseThrow(() -> new AssertionError("not serving: " + output));
    }

    public long pid() {
        return process.pid();
    }

    public List<String> output() {
        return List.copyOf(output);
    }

    public OutputStream input() {
        return process.getOutputStream();
    }

    /** Waits for a line that matches the pattern. */
    public void awaitOutput(String pattern) {
        var wanted = Pattern.compile(pattern);
        await(
                "output with " + pattern,
                () -> output.stream().anyMatch(line -> wanted.matcher(line).find()));
    }

    /** Waits for a line in the metrics. */
    public void awaitMetric(String line) {
        await(line, () -> get("/_/metrics").body().lines().anyMatch(line::equals));
    }

    /** Waits until connections are refused. */
    public void awaitRefusal() {
        await("a refused connection", () -> {
            try (var probe = HttpClient.newHttpClient()) {
                var ready = HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d/_/ready".formatted(port())));
                probe.send(ready.timeout(DEADLINE).build(), HttpResponse.BodyHandlers.discarding());
                return false;
            } catch (ConnectException refused) {
                return true;
            } catch (IOException cutOff) {
                return false;
            } catch (InterruptedException stopped) {
                throw new AssertionError(stopped);
            }
        });
    }

    /** Sends SIGTERM and does not wait. */
    public void terminate() {
        process.toHandle().destroy(); // Process.destroy would close its output, too
    }

    /** Waits for the end of the process and returns its exit code. */
    public int exitCode() {
        try {
            if (!process.waitFor(DEADLINE.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError("still running: " + output);
            }
            reader.join(DEADLINE);
            return process.exitValue();
        } catch (InterruptedException stopped) {
            throw new AssertionError(stopped);
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
        process.destroyForcibly();
        exitCode();
    }

    private void await(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + DEADLINE.toNanos();
        while (!condition.getAsBoolean()) {
            boolean over = !process.isAlive() && !reader.isAlive() && !condition.getAsBoolean();
            if (over || System.nanoTime() > deadline) {
                throw new AssertionError("no %s in: %s".formatted(what, output));
            }
            LockSupport.parkNanos(POLL.toNanos());
        }
    }
}
