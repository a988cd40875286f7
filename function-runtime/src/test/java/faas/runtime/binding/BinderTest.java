package faas.runtime.binding;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import faas.runtime.response.BadParameter;
import faas.runtime.response.Problem;
import faas.runtime.signature.ListType;
import faas.runtime.signature.Parameter;
import faas.runtime.signature.Scalar;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BinderTest {

    private static final List<Parameter> A_AND_B =
            List.of(new Parameter("a", Scalar.DOUBLE), new Parameter("b", Scalar.INT));
    private static final List<Parameter> TEXT = List.of(new Parameter("text", Scalar.STRING));

    @ParameterizedTest
    @ValueSource(strings = {"a=1.5&b=2", "b=2&a=1.5", "&&a=1.5&&b=2&", "c=3&a=1.5&b=2&c=4&=x&A=5", "%61=1%2E5&b=%32"})
    void parameters_are_bound_by_name_in_the_functions_order(String query) {
        assertEquals(List.of(1.5, 2), bound(A_AND_B, query));
    }

    @Test
    void every_invalid_parameter_is_named() {
        Problem problem = refused(A_AND_B, "a=foo&b=2147483648");

        assertEquals(
                "Bad parameters a: \"foo\" is not a number (double); b: \"2147483648\" is out of range (int)",
                problem.message());
        assertEquals(
                List.of("a not_a_number double", "b out_of_range int"),
                problem.parameters().stream().map(BinderTest::shown).toList());
    }

    @Test
    void a_bad_first_parameter_is_not_hidden_by_a_good_last_one() {
        assertEquals(
                "Bad parameter a: \"foo\" is not a number (double)",
                refused(A_AND_B, "a=foo&b=2").message());
    }

    @Test
    void the_names_of_a_form_are_counted_before_any_is_decoded() throws Exception {
        String form = IntStream.range(0, 190_000).mapToObj(Integer::toString).collect(Collectors.joining("&%zz=&"));

        Problem problem = posted(A_AND_B, "application/x-www-form-urlencoded", form);

        assertEquals("The request has 379999 parameters; the limit is 256", problem.message());
    }

    @Test
    void json_of_too_many_values_is_refused_however_they_are_nested() throws Exception {
        String json = "{\"a\":[" + "[1],".repeat(8_192) + "1]}";

        Problem problem = posted(A_AND_B, "application/json", json);

        assertEquals("The body cannot be read: it has more than 16384 values", problem.message());
    }

    @Test
    void the_first_256_of_many_invalid_elements_are_listed() throws Exception {
        var numbers = List.of(new Parameter("n", new ListType(Scalar.INT, false)));

        Problem problem = posted(numbers, "application/json", "{\"n\":[" + "true,".repeat(10_000) + "1]}");

        assertEquals(256, problem.parameters().size());
        assertEquals("n[255]", problem.parameters().getLast().name());
    }

    @Test
    void a_missing_parameter_is_named() {
        assertEquals(
                "Bad parameter b: it is missing (int)", refused(A_AND_B, "a=1").message());
        assertEquals(
                "Bad parameter text: it is missing (String)", refused(TEXT, "").message());
    }

    @ParameterizedTest
    @ValueSource(strings = {"a=&b=2", "a&b=2"})
    void an_empty_number_is_not_missing(String query) {
        assertEquals(
                "Bad parameter a: it is empty (double)", refused(A_AND_B, query).message());
    }

    @Test
    void a_parameter_given_twice_is_refused_even_if_both_agree() {
        Problem problem = refused(A_AND_B, "a=1&b=2&a=1");

        assertEquals("Bad parameter a: it is given 2 times", problem.message());
        assertEquals("a repeated double", shown(problem.parameters().getFirst()));
    }

    @ParameterizedTest
    @CsvSource({
        "text=a+b, 'a b'",
        "text=a%20b, 'a b'",
        "text=a%2Bb, a+b",
        "text=a;b=c, a;b=c",
        "text=a=b, a=b",
        "text=%C3%A5, å",
        "text=%f0%9f%98%80, 😀",
        "text, ''",
        "text=%e2%82%ac%26, €&"
    })
    void text_is_decoded(String query, String text) {
        assertEquals(List.of(text), bound(TEXT, query));
    }

    @Test
    void utf_8_without_percent_encoding_is_accepted() {
        assertEquals(List.of("å"), bound(TEXT, "text=\u00c3\u00a5"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text=%zz",
                "text=%",
                "text=%4",
                "text=%FF%FE",
                "text=%C3",
                "text=%ED%A0%80",
                "text=%C0%80",
                "text=%٤1",
                "text=a\0b",
                "text=a b",
                "text=a\r\nb",
                "text=\u007f"
            })
    void text_that_is_not_percent_encoded_utf_8_is_refused(String query) {
        Problem problem = refused(TEXT, query);

        assertEquals("Bad parameter text: it is not percent-encoded UTF-8", problem.message());
        assertEquals("text encoding String", shown(problem.parameters().getFirst()));
    }

    @Test
    void an_undecodable_parameter_that_the_function_does_not_have_is_refused_as_well() {
        Problem problem = refused(A_AND_B, "a=1&b=2&other=%FF&%FF=1");

        assertEquals(
                List.of("other encoding -", "%FF encoding -"),
                problem.parameters().stream().map(BinderTest::shown).toList());
    }

    @Test
    void a_long_value_is_truncated_in_the_message() {
        String message = refused(A_AND_B, "a=" + "x".repeat(1000) + "&b=1").message();

        assertEquals("Bad parameter a: \"" + "x".repeat(64) + "…\" is not a number (double)", message);
    }

    @Test
    void a_long_string_is_bound_completely() {
        assertEquals(List.of("x".repeat(60_000)), bound(TEXT, "text=" + "x".repeat(60_000)));
    }

    @Test
    void too_many_parameters_are_refused() {
        assertEquals(List.of("y"), bound(TEXT, "x=1&".repeat(255) + "text=y"));
        assertEquals(
                "too_many_parameters",
                refused(TEXT, "x=1&".repeat(256) + "text=y").error());
    }

    @Test
    void a_function_without_parameters_needs_no_query() {
        assertEquals(List.of(), bound(List.of(), ""));
        assertEquals(List.of(), bound(List.of(), "x=1"));
    }

    private static List<Object> bound(List<Parameter> parameters, String query) {
        return assertInstanceOf(Binding.Bound.class, bind(parameters, query)).values();
    }

    private static Problem refused(List<Parameter> parameters, String query) {
        Problem problem =
                assertInstanceOf(Binding.Refused.class, bind(parameters, query)).problem();
        assertEquals(400, problem.status());
        return problem;
    }

    private static Binding bind(List<Parameter> parameters, String query) {
        try {
            return new Binder(parameters, BindingRules.DEFAULT).bind(new Input(query, Optional.empty(), new byte[0]));
        } catch (Exception bug) {
            throw new AssertionError(bug);
        }
    }

    private static String shown(BadParameter bad) {
        Optional<String> type = bad.type();
        return bad.name() + " " + bad.problem() + " " + type.orElse("-");
    }

    private static Problem posted(List<Parameter> parameters, String type, String body) throws Exception {
        var input = new Input("", Optional.of(type), body.getBytes(UTF_8));
        return assertInstanceOf(
                        Binding.Refused.class, new Binder(parameters, new BindingRules(false, false)).bind(input))
                .problem();
    }
}
