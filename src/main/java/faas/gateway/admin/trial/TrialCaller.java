package faas.gateway.admin.trial;

import faas.gateway.admin.calls.ObservedCall;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Sends requests and reads the beginnings of their responses. Thread-safe; blocks. */
final class TrialCaller {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);

    /**
     * An answer of which the beginning is read, as JSON for the page; the components are its fields.
     *
     * @param call what the gateway recorded about the call; absent if it is not known
     */
    record Answer(
            int status,
            double millis,
            int bytes,
            boolean truncated,
            List<List<String>> fields,
            String body,
            @Nullable ObservedCall call) {
        Answer with(Optional<ObservedCall> recorded) {
            return new Answer(status, millis, bytes, truncated, fields, body, recorded.orElse(null));
        }
    }

    private final LongSupplier nanoTime;
    private @Nullable HttpClient client;

    TrialCaller(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** Most gateways never need one. */
    private synchronized HttpClient client() {
        if (client == null) {
            client = HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .connectTimeout(CONNECT_TIMEOUT)
                    .executor(Executors.newVirtualThreadPerTaskExecutor())
                    .build();
        }
        return client;
    }

    /**
     * Makes the call of a trial.
     *
     * @param gateway the port for clients
     * @param callId sent with the call
     * @param timeout until the head of the response
     * @param maxBytes of the body that are read
     * @throws IllegalArgumentException if the address or a field is not allowed
     */
    Answer call(Trial trial, URI gateway, String callId, Duration timeout, int maxBytes)
            throws IOException, InterruptedException {
        byte[] body = trial.bodyBytes();
        HttpRequest.Builder request = HttpRequest.newBuilder(trial.uri(gateway))
                .timeout(timeout)
                .method(
                        Objects.requireNonNull(trial.method()),
                        body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
        Objects.requireNonNull(trial.fields()).forEach(field -> request.header(field.getFirst(), field.getLast()));
        request.setHeader(Trial.CALL_ID, callId);
        return send(request.build(), maxBytes);
    }

    /** Gets a page of a task. */
    Answer get(URI address, Duration timeout, int maxBytes) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(address).timeout(timeout).build(), maxBytes);
    }

    private Answer send(HttpRequest request, int maxBytes) throws IOException, InterruptedException {
        long startNanos = nanoTime.getAsLong();
        HttpResponse<InputStream> response = client().send(request, BodyHandlers.ofInputStream());
        byte[] read;
        // Closing it early cancels the call.
        try (InputStream in = response.body()) {
            read = in.readNBytes(maxBytes + 1);
        }
        int bytes = Math.min(read.length, maxBytes);
        return new Answer(
                response.statusCode(),
                Math.round((nanoTime.getAsLong() - startNanos) / 1e4) / 1e2,
                bytes,
                read.length > maxBytes,
                response.headers().map().entrySet().stream()
                        .flatMap(field -> field.getValue().stream().map(value -> List.of(field.getKey(), value)))
                        .toList(),
                new String(read, 0, bytes, StandardCharsets.UTF_8),
                null);
    }
}
