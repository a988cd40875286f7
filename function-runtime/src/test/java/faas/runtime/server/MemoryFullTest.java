package faas.runtime.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import faas.runtime.config.Limits;
import faas.runtime.config.Settings;
import faas.runtime.response.ServerResponse;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How calls are served while other bodies use up the memory for bodies. */
class MemoryFullTest {

    /** Three times as much is kept free for a body whose length is not declared. */
    private static final int MAX_BODY_BYTES = (int) Math.min(Integer.MAX_VALUE, ServerLimits.bodyMemoryBytes() / 3 - 1);

    private static final int FILLING = Math.toIntExact(ServerLimits.bodyMemoryBytes() / (3L * MAX_BODY_BYTES));

    private static final Limits LIMITS = new Limits(FILLING + 2, Limits.DEFAULT_EXEC_TIMEOUT, MAX_BODY_BYTES);
    private static final String CHUNKED = "POST / HTTP/1.1\r\nHost: f\r\nTransfer-Encoding: chunked\r\n\r\n";

    private final Endpoint length = request -> ServerResponse.text(Integer.toString(request.body().length));

    @Test
    void a_body_that_does_not_fit_is_a_503_until_another_has_gone_and_calls_without_one_are_served() throws Exception {
        try (var server = new TestServer(LIMITS, Settings.Behaviour.DEFAULT, length)) {
            List<RawClient> filling = new ArrayList<>();
            for (int i = 0; i < FILLING; i++) {
                filling.add(server.raw().send(CHUNKED + "3\r\nabc\r\n"));
            }
            TestServer.await(() -> inFlight(server) == FILLING);

            try (var chunked = server.raw()) {
                String refusal = chunked.send(CHUNKED + "3\r\nabc\r\n0\r\n\r\n").response();

                assertTrue(refusal.startsWith("HTTP/1.1 503 "), refusal);
                assertTrue(refusal.contains("\"error\":\"memory_full\""), refusal);
                assertTrue(refusal.contains("Retry-After: "), refusal);
            }
            assertEquals("0", server.get("/").body());
            assertEquals(FILLING, inFlight(server), "the refused call has left its slot");
            filling.removeFirst().close();
            TestServer.await(() -> post(server).statusCode() == 200);
            assertEquals("3", post(server).body());
            for (RawClient client : filling) {
                client.close();
            }
            TestServer.await(() -> inFlight(server) == 0);
        }
    }

    @Test
    void one_body_alone_may_take_more_than_there_is() throws Exception {
        var large = new Limits(2, Limits.DEFAULT_EXEC_TIMEOUT, Integer.MAX_VALUE);
        try (var server = new TestServer(large, Settings.Behaviour.DEFAULT, length);
                var client = server.raw()) {
            String answer = client.send(CHUNKED + "3\r\nabc\r\n0\r\n\r\n").response();

            assertTrue(answer.endsWith("\r\n\r\n3"), answer);
        }
    }

    private static HttpResponse<String> post(TestServer server) {
        return server.send(server.request("/").POST(HttpRequest.BodyPublishers.ofString("abc")))
                .join();
    }

    private static int inFlight(TestServer server) {
        return server.get("/_/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith("faas_calls_in_flight "))
                .mapToInt(line -> Integer.parseInt(line.substring(line.indexOf(' ') + 1)))
                .findFirst()
                .orElseThrow();
    }
}
