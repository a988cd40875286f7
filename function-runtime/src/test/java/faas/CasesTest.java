package faas;

import static org.junit.jupiter.api.Assertions.assertFalse;

import faas.samples.Outcomes;
import faas.samples.Types;
import faas.testing.Case;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The cases of {@code cases.json} on functions in this process. Cases of the other examples run in their own tests.
 *
 * <p>On functions that run elsewhere: {@code -Dfaas.cases.url.addition=http://host:port} for each of them, or
 * {@code -Dfaas.cases.url=http://gateway/FUNCTION} for all that {@code -Dfaas.cases.functions=addition,…} names.
 */
class CasesTest {

    private static final Map<String, FunctionServer> HERE = Map.of(
            "addition", Function.of(List.of("a", "b"), CasesTest::add).server(),
            "factorial", Function.of(List.of("value"), CasesTest::factorial).server(),
            "types", Function.of(Types.Given.class, Types::same).server(),
            "outcomes", Function.of(List.of("kind"), Outcomes::outcome).server());

    @BeforeAll
    static void start() {
        if (!isElsewhere()) {
            HERE.values().forEach(FunctionServer::start);
        }
    }

    @AfterAll
    static void stop() {
        HERE.values().forEach(FunctionServer::close);
    }

    @ParameterizedTest
    @MethodSource
    void every_case_has_its_expected_response(Case one) {
        one.check(url(one.function()).orElseThrow());
    }

    static Stream<Case> every_case_has_its_expected_response() {
        List<Case> cases = Case.all().stream()
                .filter(one -> url(one.function()).isPresent())
                .toList();
        assertFalse(cases.isEmpty(), "no case has a function to run on");
        return cases.stream();
    }

    private static Optional<String> url(String function) {
        if (isElsewhere()) {
            List<String> named =
                    List.of(System.getProperty("faas.cases.functions", "").split(","));
            return Optional.ofNullable(System.getProperty("faas.cases.url." + function))
                    .or(() -> Optional.ofNullable(System.getProperty("faas.cases.url"))
                            .filter(_ -> named.contains(function))
                            .map(url -> url.replace("FUNCTION", function)));
        }
        return Optional.ofNullable(HERE.get(function)).map(server -> "http://127.0.0.1:" + server.port());
    }

    private static boolean isElsewhere() {
        return System.getProperties().stringPropertyNames().stream()
                .anyMatch(name -> name.startsWith("faas.cases.url"));
    }

    private static double add(double a, double b) {
        return a + b;
    }

    private static long factorial(long value) {
        if (value < 0) {
            throw new IllegalArgumentException("a negative number has no factorial");
        }
        return LongStream.rangeClosed(2, value).reduce(1, Math::multiplyExact);
    }
}
