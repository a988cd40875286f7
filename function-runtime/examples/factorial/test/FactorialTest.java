import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import faas.testing.Case;
import faas.testing.FunctionProcess;
import java.math.BigInteger;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class FactorialTest {

    private static FunctionProcess factorial;

    @BeforeAll
    static void start() {
        factorial = FunctionProcess.serving("Factorial");
    }

    @AfterAll
    static void stop() {
        factorial.close();
    }

    @ParameterizedTest
    @MethodSource
    void every_case_has_its_expected_response(Case one) {
        one.check("http://127.0.0.1:%d".formatted(factorial.port()));
    }

    static List<Case> every_case_has_its_expected_response() {
        return Case.of("factorial");
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "1, 1", "2, 2", "5, 120", "20, 2432902008176640000"})
    void a_factorial_is_the_same_each_time(int value, String expected) {
        assertEquals(expected, get(value).body());
        assertEquals(expected, get(value).body());
    }

    @ParameterizedTest
    @ValueSource(longs = {21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 66, 1_000_000, Long.MAX_VALUE})
    void a_value_whose_factorial_does_not_fit_is_refused_every_time(long value) {
        assertRefused(get(value), "long overflow");
        assertRefused(get(value), "long overflow");
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, -20, Long.MIN_VALUE})
    void a_negative_value_is_refused_every_time(long value) {
        assertRefused(get(value), "a negative number has no factorial");
        assertRefused(get(value), "a negative number has no factorial");
    }

    @Test
    void concurrent_clients_get_the_same_results() {
        List<CompletableFuture<?>> calls = new ArrayList<>();
        for (int round = 0; round < 20; round++) {
            for (int value = 0; value <= 30; value++) {
                calls.add(checked(value));
            }
            // Fewer than the maximum number of calls in flight.
            CompletableFuture.allOf(calls.toArray(CompletableFuture[]::new)).join();
            calls.clear();
        }
    }

    private static CompletableFuture<Void> checked(int value) {
        return factorial.getAsync("/?value=" + value).thenAccept(response -> {
            if (value > 20) {
                assertRefused(response, "long overflow");
            } else {
                assertEquals(product(value).toString(), response.body());
            }
        });
    }

    private static BigInteger product(int value) {
        BigInteger product = BigInteger.ONE;
        for (int factor = 2; factor <= value; factor++) {
            product = product.multiply(BigInteger.valueOf(factor));
        }
        return product;
    }

    private static HttpResponse<String> get(long value) {
        return factorial.get("/?value=" + value);
    }

    private static void assertRefused(HttpResponse<String> response, String reason) {
        assertEquals(400, response.statusCode());
        assertTrue(response.body().contains("\"message\":\"Bad parameter value: " + reason + "\""), response.body());
        assertTrue(
                response.body().contains("{\"name\":\"value\",\"problem\":\"refused\",\"type\":\"long\"}"),
                response.body());
    }
}
