package faas;

import faas.runtime.config.Stopping;
import faas.runtime.log.Log;
import faas.runtime.log.ServerLoggers;
import faas.runtime.server.Server;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A server for one function, for tests and for programs that embed it.
 *
 * {@snippet :
 * try (var server = Function.of(List.of("a", "b"), this::add).server().start()) {
 *     assertEquals("3", server.get("/?a=1&b=2").body());
 * }
 * }
 *
 * <p>It listens on a free port of the loopback interface by default, and does not read the environment. Not thread-safe
 * before it has started.
 */
public final class FunctionServer implements AutoCloseable {

    private static final Duration TIMEOUT = Duration.ofMinutes(1);

    private final Definition definition;
    private final Map<String, String> settings;
    private @Nullable Server server;
    private @Nullable HttpClient client;
    private Duration stopTimeout = Stopping.DEFAULT_STOP_TIMEOUT;

    private FunctionServer(Definition definition, Map<String, String> settings) {
        this.definition = definition;
        this.settings = settings;
    }

    static FunctionServer of(Definition definition) {
        return new FunctionServer(definition, Map.of());
    }

    /** A server with one more setting, named as in the environment: {@code set("FAAS_EXEC_TIMEOUT", "100ms")}. */
    public FunctionServer set(String name, String value) {
        var more = new TreeMap<>(settings);
        more.put(name, value);
        return new FunctionServer(definition, more);
    }

    /**
     * Starts the server and returns it.
     *
     * @throws IllegalStateException the function or a setting is invalid; the message lists every error
     */
    public FunctionServer start() {
        try {
            Plan plan = Plan.of(definition, "127.0.0.1:0", settings);
            ServerLoggers.quieten();
            var log = Log.toStandardOutput(
                    InstantSource.system(), plan.settings().behaviour().jsonLog());
            server = Server.start(plan.settings(), plan.endpoint(log), log);
            stopTimeout = plan.settings().stopping().stopTimeout();
            return this;
        } catch (InvalidFunction invalid) {
            throw new IllegalStateException(invalid.getMessage(), invalid);
        } catch (IOException cannotListen) {
            throw new UncheckedIOException(cannotListen);
        }
    }

    public int port() {
        return address().getPort();
    }

    /** Sends a {@code GET} request. Path and query must be encoded. */
    public Response get(String pathAndQuery) {
        return send(request(pathAndQuery).GET());
    }

    /** Sends a {@code POST} request. */
    public Response post(String pathAndQuery, String contentType, String body) {
        return send(request(pathAndQuery)
                .header("Content-Type", contentType)
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    /** Stops the server after the calls in flight. */
    @Override
    public void close() {
        Server running = server;
        if (client != null) {
            client.shutdownNow();
        }
        if (running == null) {
            return;
        }
        try {
            running.stop(Duration.ZERO, stopTimeout);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private InetSocketAddress address() {
        if (server == null) {
            throw new IllegalStateException("the server has not started: call start()");
        }
        return server.address();
    }

    private HttpRequest.Builder request(String pathAndQuery) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + pathAndQuery))
                .timeout(TIMEOUT);
    }

    private Response send(HttpRequest.Builder request) {
        if (client == null) {
            client = HttpClient.newHttpClient();
        }
        try {
            HttpResponse<byte[]> response = client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            return new Response(response.statusCode(), response.headers().map(), response.body());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for the response", stopped);
        }
    }
}
