import static org.junit.jupiter.api.Assertions.assertEquals;

import faas.testing.Case;
import faas.testing.FunctionProcess;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class AdditionTest {

    private static FunctionProcess addition;

    @BeforeAll
    static void start() {
        addition = FunctionProcess.serving("Addition");
    }

    @AfterAll
    static void stop() {
        addition.close();
    }

    @ParameterizedTest
    @MethodSource
    void every_case_has_its_expected_response(Case one) {
        one.check("http://127.0.0.1:%d".formatted(addition.port()));
    }

    static List<Case> every_case_has_its_expected_response() {
        return Case.of("addition");
    }

    @ParameterizedTest
    @CsvSource({"1, 2, 3", "1.5, 2.25, 3.75", "-1, 1, 0", "0.1, 0.2, 0.30000000000000004", "1e308, 1e308, +Inf"})
    void it_adds(String a, String b, String sum) {
        var response = addition.get("/?a=%s&b=%s".formatted(a, b));

        assertEquals(200, response.statusCode());
        assertEquals(sum, response.body());
    }

    @ParameterizedTest
    @CsvSource({"a=foo&b=2, a", "a=1&b=foo, b", "b=2, a", "a=1, b", "a=&b=2, a", "a=1&a=1&b=2, a"})
    void an_invalid_parameter_is_a_400_that_names_it(String query, String name) {
        var response = addition.get("/?" + query);

        assertEquals(400, response.statusCode());
        assertEquals("Bad parameter " + name, response.body().replaceAll(".*\"message\":\"|:.*", ""));
    }

    @Test
    void both_invalid_parameters_are_named() {
        assertEquals(
                "Bad parameters a: \\\"x\\\" is not a number (double); b: it is missing (double)",
                addition.get("/?a=x").body().replaceAll(".*\"message\":\"|\",\"parameters.*", ""));
    }
}
