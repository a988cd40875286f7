package faas;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import faas.testing.FunctionProcess;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that use much memory, to a function with the heap of a container of 256 MiB. */
class MemoryTest {

    /** 60 % of 256 MiB, as in the options of the image. */
    private static final Map<String, String> SMALL = Map.of("JDK_JAVA_OPTIONS", "-Xmx153m -XX:+ExitOnOutOfMemoryError");

    private static final int AT_ONCE = 64;
    private static final int REQUESTS = 256;
    private static final int LONGEST_BODY = 1 << 20;
    private static final Duration DEADLINE = Duration.ofSeconds(60);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "form of 190,000 names",
                "JSON of 100,000 members",
                "JSON list of 500,000 numbers",
                "JSON list of 16,000 bad elements",
                "JSON list of 16,000 objects",
                "JSON text of 1 MiB"
            })
    void many_large_bodies_neither_end_the_function_nor_block_others(String attack) throws Exception {
        String type = attack.startsWith("form") ? "application/x-www-form-urlencoded" : "application/json";
        byte[] body = body(attack).getBytes(UTF_8);
        assertTrue(body.length <= LONGEST_BODY, attack + ": " + body.length);
        try (var function = FunctionProcess.serving("faas.samples.Types", SMALL);
                var client = HttpClient.newBuilder()
                        .executor(Executors.newVirtualThreadPerTaskExecutor())
                        .build()) {
            var uri = URI.create("http://127.0.0.1:%d/".formatted(function.port()));
            var request = HttpRequest.newBuilder(uri)
                    .timeout(DEADLINE)
                    .header("Content-Type", type)
                    .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                    .build();
            var slots = new Semaphore(AT_ONCE);
            List<CompletableFuture<HttpResponse<String>>> responses = new ArrayList<>();
            List<Integer> others = new ArrayList<>();
            for (int i = 0; i < REQUESTS; i++) {
                slots.acquire();
                responses.add(client.sendAsync(request, HttpResponse.BodyHandlers.ofString())
                        .whenComplete((response, failure) -> slots.release()));
                if (i % 16 == 15) {
                    others.add(function.get("/_/health").statusCode());
                }
            }
            for (var response : responses) {
                var completed = response.join();
                assertTrue(
                        List.of(200, 400, 429, 503).contains(completed.statusCode()),
                        completed.statusCode() + completed.body());
                assertEquals(
                        completed.statusCode() == 429 || completed.statusCode() == 503,
                        completed.headers().firstValue("Retry-After").isPresent());
            }
            assertEquals(List.of(200), others.stream().distinct().toList());
            assertEquals(200, function.get("/?anInt=1").statusCode());
            assertTrue(
                    responses.stream().anyMatch(response -> response.join().statusCode() <= 400),
                    "no body was read at all");
        }
    }

    private static String body(String attack) {
        return switch (attack) {
            case "form of 190,000 names" ->
                IntStream.range(0, 190_000)
                        .mapToObj(i -> Integer.toString(i, 36))
                        .collect(Collectors.joining("&"));
            case "JSON of 100,000 members" ->
                IntStream.range(0, 100_000)
                        .mapToObj(i -> "\"" + Integer.toString(i, 36) + "\":{}")
                        .collect(Collectors.joining(",", "{", "}"));
            case "JSON list of 500,000 numbers" -> "{\"list\":[" + "1,".repeat(500_000) + "1]}";
            case "JSON list of 16,000 bad elements" -> "{\"list\":[" + "true,".repeat(16_000) + "1]}";
            case "JSON list of 16,000 objects" -> "{\"list\":[" + "{\"\":1},".repeat(8_000) + "1]}";
            default -> "{\"text\":\"" + "\u20ac".repeat(340_000) + "\"}";
        };
    }
}
