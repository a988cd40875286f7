package faas.gateway.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Server-sent events, as they arrive. */
final class EventStream implements AutoCloseable {
    private final BufferedReader lines;

    EventStream(HttpClient client, HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<InputStream> response = client.send(request, BodyHandlers.ofInputStream());
        assertEquals(200, response.statusCode());
        assertEquals(
                "text/event-stream",
                response.headers().firstValue("Content-Type").orElse(""));
        lines = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
    }

    /** The data of the next event of a kind. */
    String await(String name) {
        try {
            String line = lines.readLine();
            while (line != null && !line.equals("event: " + name)) {
                line = lines.readLine();
            }
            while (line != null && !line.startsWith("data: ")) {
                line = lines.readLine();
            }
            return Optional.ofNullable(line).orElseThrow(() -> new AssertionError("no event " + name));
        } catch (IOException e) {
            throw new AssertionError("no event " + name, e);
        }
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
