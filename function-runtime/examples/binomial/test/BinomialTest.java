import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import faas.BadInput;
import faas.Call;
import faas.Function;
import faas.FunctionServer;
import faas.testing.FunctionProcess;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BinomialTest {

    private static final Queue<String> CALL_IDS = new ConcurrentLinkedQueue<>();

    private static FunctionServer factorial;
    private static FunctionProcess binomial;

    @BeforeAll
    static void start() {
        factorial = Function.of(List.of("value"), BinomialTest::factorial)
                .server()
                .set("FAAS_SUB_PATHS", "true")
                .start();
        binomial = FunctionProcess.serving(
                "Binomial", Map.of("FUNCTIONS", "http://127.0.0.1:%d".formatted(factorial.port())));
    }

    @AfterAll
    static void stop() {
        binomial.close();
        factorial.close();
    }

    @ParameterizedTest
    @CsvSource({"5, 2, 10", "20, 10, 184756", "3, 0, 1", "0, 0, 1"})
    void another_function_does_the_work(int n, int k, String ways) {
        assertEquals(ways, binomial.get("/?n=%d&k=%d".formatted(n, k)).body());
    }

    @Test
    void the_other_function_sees_the_same_call() {
        CALL_IDS.clear();

        var response = binomial.get("/?n=5&k=2");

        String id = response.headers().firstValue("X-Call-Id").orElse("");
        assertEquals(List.of(id, id, id), List.copyOf(CALL_IDS));
    }

    @ParameterizedTest
    @CsvSource({"5, 6, k must be from 0 to n", "21, 1, 21 has no factorial that fits"})
    void invalid_arguments_are_a_400(int n, int k, String message) {
        var response = binomial.get("/?n=%d&k=%d".formatted(n, k));

        assertEquals(400, response.statusCode());
        assertTrue(response.body().contains(message), response.body());
    }

    @Test
    void a_failure_of_the_other_function_is_a_failure_without_details() {
        var response = binomial.get("/?n=13&k=2");

        assertEquals(500, response.statusCode());
        assertTrue(response.body().contains("\"message\":\"The function failed\""), response.body());
        binomial.awaitOutput("java.io.IOException: factorial answered 500");
    }

    static long factorial(long value) {
        CALL_IDS.add(Call.current().id());
        if (value > 20) {
            throw new BadInput("too large");
        }
        if (value == 13) {
            throw new IllegalStateException("out of luck");
        }
        return LongStream.rangeClosed(2, value).reduce(1, Math::multiplyExact);
    }
}
