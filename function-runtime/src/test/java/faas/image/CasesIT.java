package faas.image;

import faas.testing.Case;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The cases of {@code cases.json} on the images of the examples. Functions of the tests have no image. */
class CasesIT {

    private static final List<String> FUNCTIONS = List.of("addition", "factorial", "md2html", "invoice", "primes");

    private static final Map<String, Container> CONTAINERS = new HashMap<>();

    @BeforeAll
    static void start() {
        Docker.attempt("network", "create", Container.NETWORK);
        FUNCTIONS.forEach(function -> CONTAINERS.put(function, Container.serving(ImageIT.IMAGES + "/" + function)));
    }

    @AfterAll
    static void stop() {
        CONTAINERS.values().forEach(Container::close);
        Docker.attempt("network", "rm", Container.NETWORK);
    }

    @ParameterizedTest
    @MethodSource
    void every_case_has_its_expected_response(Case one) {
        one.check(
                Objects.requireNonNull(CONTAINERS.get(one.function())).address().toString());
    }

    static Stream<Case> every_case_has_its_expected_response() {
        return FUNCTIONS.stream().flatMap(function -> Case.of(function).stream());
    }
}
