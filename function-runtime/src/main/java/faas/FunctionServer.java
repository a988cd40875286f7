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
 * A function on a port of its own, for tests and for programs that serve one beside other things.
 *
 * {@snippet :
 * try (var server = Function.of(List.of("a", "b"), this::add).server().start()) {
 *     assertEquals("3", server.get("/?a=1&b=2").body());
 * }
 * }
 *
 * <p>It listens on a free port of this machine, unless set otherwise; the environment says nothing to it. Not to be started
 * by two threads at once.
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

    /** One with a setting as the environment would have it: {@code set("FAAS_EXEC_TIMEOUT", "100ms")}. */
    public FunctionServer set(String name, String value) {
        var more = new TreeMap<>(settings);
        more.put(name, value);
        return new FunctionServer(definition, more);
    }

    /**
     * Starts to serve, and returns this.
     *
     * @throws IllegalStateException the function or a setting cannot work; the message tells every error
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

    /** A call with {@code GET}; path and query are as they stand in an address. */
    public Response get(String pathAndQuery) {
        return send(request(pathAndQuery).GET());
    }

    /** A call with {@code POST}. */
    public Response post(String pathAndQuery, String contentType, String body) {
        return send(request(pathAndQuery)
                .header("Content-Type", contentType)
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    /** Lets calls in flight finish, and stops. */
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
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
    }

    private InetSocketAddress address() {
        if (server == null) {
            throw new IllegalStateException("the server is not started: call start()");
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
