package faas.gateway.discovery.docker;

import com.github.dockerjava.transport.DockerHttpClient.Request;
import com.github.dockerjava.transport.DockerHttpClient.Response;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.MalformedJsonException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.URLEncoder;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;

/**
 * GET requests to one Docker Engine, whose JSON responses are read as they stream in. Thread-safe.
 *
 * <p>Requests have no timeout, because the transport's timeouts do not work on unix sockets. Instead, the caller
 * interrupts the calling thread. That must be a virtual thread: only there does an interrupt end a blocked read on every
 * kind of socket.
 */
public final class DockerApi implements AutoCloseable {
    /** The largest list: 100,000 tasks are about 150 MB. A larger response counts as malformed. */
    private static final long RESPONSE_LIMIT_BYTES = 512L << 20;

    /** The largest event; a real one has less than a kilobyte. After a larger one the stream counts as malformed. */
    private static final long EVENT_LIMIT_BYTES = 1L << 20;

    /** The largest error response that is read; a larger one is reported without its message. */
    private static final long ERROR_LIMIT_BYTES = 64L << 10;

    /**
     * One connection is in use at a time; the others serve requests that were interrupted and have not ended yet. A
     * request beyond the limit waits for a connection until it is interrupted itself.
     */
    private static final int MAX_CONNECTIONS = 4;

    /** Reads a value from a whole response body. */
    public interface BodyReader<T> {
        T read(JsonReader in) throws IOException;
    }

    /** Reads the bytes of a response that is not JSON. */
    public interface StreamReader {
        void read(InputStream in) throws IOException;
    }

    private interface ResponseReader<T> {
        T read(Response response) throws IOException;
    }

    private final ManagerClients clients;
    private final boolean isTls;
    private final String prefix;

    public DockerApi(DockerAddress address) {
        this(address, MAX_CONNECTIONS);
    }

    public DockerApi(DockerAddress address, int maxConnections) {
        this(address, maxConnections, InetAddress::getAllByName);
    }

    DockerApi(DockerAddress address, int maxConnections, ManagerClients.Resolver resolver) {
        clients = new ManagerClients(address, maxConnections, resolver);
        isTls = address.tls().isPresent();
        prefix = address.apiVersion().map(v -> "/v" + v).orElse("");
    }

    /** Where requests go, for messages: {@code DOCKER_HOST}, and the address if its name has several. */
    public String place() {
        return clients.place();
    }

    /** Ends every request in progress. Later requests go to the next address, if the name in the host has several. */
    public void moveOn() {
        clients.moveOn();
    }

    /** Text, encoded as the value of a query parameter. */
    public static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** Requests a path and reads the one JSON value of the response to its end. */
    public <T> T get(String path, BodyReader<T> body) throws DockerFault {
        return exchange(path, response -> {
            JsonReader in = json(response, RESPONSE_LIMIT_BYTES, Strictness.STRICT);
            T value = body.read(in);
            if (in.peek() != JsonToken.END_DOCUMENT) {
                throw new MalformedJsonException("more than one value");
            }
            return value;
        });
    }

    /**
     * Requests a path and reads the JSON values of the response one by one, as they arrive, until Docker ends it.
     *
     * @param opened run once Docker has accepted the request
     */
    public void stream(String path, Runnable opened, Json.Item item) throws DockerFault {
        exchange(path, response -> {
            opened.run();
            LimitedInputStream bytes = new LimitedInputStream(response.getBody(), EVENT_LIMIT_BYTES);
            JsonReader in = json(bytes, Strictness.LENIENT);
            while (in.peek() != JsonToken.END_DOCUMENT) {
                item.read(in);
                bytes.resetCount();
            }
            return true;
        });
    }

    /** Requests a path whose response is not JSON, and reads it as it arrives. */
    public void bytes(String path, StreamReader reader) throws DockerFault {
        exchange(path, response -> {
            reader.read(response.getBody());
            return true;
        });
    }

    /** Ends every request in progress; later ones fail. */
    @Override
    public void close() {
        clients.close();
    }

    private <T> T exchange(String path, ResponseReader<T> reader) throws DockerFault {
        try (Response response = send(path)) {
            if (response.getStatusCode() != 200) {
                throw DockerFault.errorResponse(path, response.getStatusCode(), errorMessage(response));
            }
            return reader.read(response);
        } catch (IOException | RuntimeException e) {
            throw DockerFault.unreadable(path, e);
        }
    }

    /** The transport wraps causes in various unchecked exceptions. */
    private Response send(String path) throws DockerFault {
        try {
            return clients.current()
                    .execute(Request.builder()
                            .method(Request.Method.GET)
                            .path(prefix + path)
                            .build());
        } catch (RuntimeException | UnknownHostException e) {
            throw DockerFault.unreachable(clients.place(), isTls, e);
        }
    }

    /** Docker sends {@code {"message": "…"}}; a proxy in front of it may send something else. */
    private static String errorMessage(Response response) {
        StringBuilder message = new StringBuilder();
        try {
            JsonReader in = json(response, ERROR_LIMIT_BYTES, Strictness.LENIENT);
            Json.field(in, "message", value -> message.append(Json.text(value)));
        } catch (IOException | RuntimeException e) {
            return "no message";
        }
        return message.isEmpty() ? "no message" : message.toString();
    }

    private static JsonReader json(Response response, long limitBytes, Strictness strictness) {
        return json(new LimitedInputStream(response.getBody(), limitBytes), strictness);
    }

    private static JsonReader json(LimitedInputStream bytes, Strictness strictness) {
        JsonReader in = new JsonReader(new InputStreamReader(bytes, StandardCharsets.UTF_8));
        in.setStrictness(strictness);
        return in;
    }
}
