import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import faas.testing.Case;
import faas.testing.FunctionProcess;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PrimesTest {

    private static FunctionProcess primes;

    @BeforeAll
    static void start() {
        primes = FunctionProcess.serving("Primes");
    }

    @AfterAll
    static void stop() {
        primes.close();
    }

    @ParameterizedTest
    @MethodSource
    void every_case_has_its_expected_response(Case one) {
        one.check("http://127.0.0.1:%d".formatted(primes.port()));
    }

    static List<Case> every_case_has_its_expected_response() {
        return Case.of("primes");
    }

    @Test
    void each_prime_is_a_line() {
        assertEquals("2\n3\n5\n7\n11\n13\n17\n19\n", primes.get("/?limit=22").body());
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "0", "-5"})
    void without_primes_the_response_is_empty(String limit) {
        assertEquals(200, primes.get("/?limit=" + limit).statusCode());
        assertEquals("", primes.get("/?limit=" + limit).body());
    }

    @Test
    void primes_arrive_during_the_search_and_disconnecting_ends_it() throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), primes.port())) {
            socket.getOutputStream()
                    .write("GET /?limit=9000000000000000000 HTTP/1.1\r\nHost: p\r\nX-Call-Id: endless\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            var lines = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
                    .lines();

            assertTrue(lines.anyMatch("1000003"::equals));
        }

        primes.awaitOutput("call=endless GET / 200 ");
        primes.awaitMetric("faas_calls_in_flight 0");
    }
}
