package faas.gateway.swarm;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import javax.net.ssl.SSLContext;

/** HTTP/2 over TLS. The JDK's client sends a call again only if the gateway said that it did not begin it (RFC 9113 §8.7). */
final class Http2Connection implements Connection {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final HttpClient client;
    private final HttpRequest request;

    /** For POSTs with a body of so many bytes, or GETs if 0. */
    Http2Connection(SSLContext tls, URI uri, int bodyBytes) {
        client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_2)
                .sslContext(tls)
                .connectTimeout(LIMIT)
                .build();
        HttpRequest.Builder builder = HttpRequest.newBuilder(uri).timeout(LIMIT);
        request = bodyBytes > 0
                ? builder.POST(BodyPublishers.ofString("x".repeat(bodyBytes))).build()
                : builder.build();
    }

    @Override
    public Answer call() throws IOException {
        try {
            HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
            if (response.version() != HttpClient.Version.HTTP_2) {
                throw new IOException("answered over " + response.version());
            }
            return new Answer(response.statusCode(), response.body(), false);
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted", e);
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
