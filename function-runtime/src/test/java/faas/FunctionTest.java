package faas;

import static faas.Param.body;
import static faas.Param.flag;
import static faas.Param.integer;
import static faas.Param.list;
import static faas.Param.oneOf;
import static faas.Param.real;
import static faas.Param.text;
import static faas.Param.whole;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FunctionTest {

    private static final Map<String, String> ONE_AND_TWO = Map.of("a", "1", "b", "2");

    private final List<String> sent = new ArrayList<>();

    enum Unit {
        METRE,
        FOOT
    }

    record Sum(double a, Optional<Double> b) {
        Sum {
            if (a < 0) {
                throw new BadInput(422, "a must not be negative");
            }
        }

        double sum() {
            return a + b.orElse(0.0);
        }
    }

    record Endless(Optional<Endless> next) {}

    @Test
    void names_may_be_given_with_the_function() {
        assertEquals(
                "3", Function.of(List.of("a", "b"), this::add).call(ONE_AND_TWO).body());
        assertEquals(
                "3",
                Function.of(List.of("a", "b"), (Double a, Double b) -> a + b)
                        .call(ONE_AND_TWO)
                        .body());
    }

    @Test
    void names_may_come_from_the_class_file() {
        assertEquals("3", Function.of(this::add).call(ONE_AND_TWO).body());
        assertEquals(
                "3", Function.of(FunctionTest::addStatically).call(ONE_AND_TWO).body());
        double offset = sent.size();
        assertEquals(
                "3",
                Function.of((Double a, Double b) -> a + b + offset)
                        .call(ONE_AND_TWO)
                        .body());
    }

    @Test
    void a_name_missing_from_the_class_file_is_an_error_that_says_what_to_do() {
        var error = assertThrows(
                IllegalStateException.class, () -> Function.of(String::strip).call(Map.of()));

        assertTrue(
                String.valueOf(error.getMessage())
                        .contains(
                                "the parameter names of strip are not in its class file: compile with -parameters, or name them"),
                error.getMessage());
    }

    @Test
    void params_have_defaults_and_checks() {
        var add = Function.of(real("a"), real("b").or(0.5).check(b -> b < 10, "must be below 10"), (a, b) -> a + b);

        assertEquals("3", add.call(ONE_AND_TWO).body());
        assertEquals("1.5", add.call(Map.of("a", "1")).body());
        assertTrue(add.call(Map.of("a", "1", "b", "10"))
                .body()
                .contains("\"message\":\"Bad parameter b: it must be below 10\""));
    }

    @Test
    void every_kind_of_parameter_works() {
        var function = Function.of(
                integer("i").optional(),
                whole("l").or(7L),
                flag("f").or(false),
                oneOf("unit", Unit.class).or(Unit.METRE),
                Param.of("day", LocalDate.class).optional(),
                list(text("tag").check(tag -> !tag.isEmpty(), "must not be empty")),
                (i, l, f, unit, day, tags) ->
                        "%s %s %s %s %s %s".formatted(i.orElse(0), l, f, unit, day.isPresent(), tags));

        assertEquals("0 7 false METRE false []", function.call(Map.of()).body());
        assertEquals(
                "1 2 true FOOT true [x]",
                function.call(Map.of("i", "1", "l", "2", "f", "t", "unit", "FOOT", "day", "2026-01-31", "tag", "x"))
                        .body());
        assertTrue(function.call(Map.of("tag", "")).body().contains("it has one that must not be empty"));
    }

    @Test
    void a_default_that_fails_its_own_check_is_an_error() {
        var error = assertThrows(
                IllegalStateException.class,
                () -> Function.of(real("a").or(-1.0).check(a -> a >= 0, "must not be negative"), a -> a)
                        .call(Map.of()));

        assertTrue(String.valueOf(error.getMessage()).contains("the default of a must not be negative"));
    }

    @Test
    void a_record_binds_query_form_and_json_alike_and_validates_itself() {
        for (var add : List.of(Function.of(Sum.class, Sum::sum), Function.of(FunctionTest::addRecord))) {
            assertEquals("3", add.call(ONE_AND_TWO).body());
            assertEquals("1", add.call(Map.of("a", "1")).body());
            assertEquals(
                    "3",
                    add.call("application/x-www-form-urlencoded", "a=1&b=2".getBytes(UTF_8))
                            .body());
            assertEquals(
                    "3",
                    add.call("application/json", "{\"a\":1,\"b\":2}".getBytes(UTF_8))
                            .body());
            assertEquals(422, add.call(Map.of("a", "-1")).status());
        }
    }

    @Test
    void a_recursive_record_is_an_error() {
        var error = assertThrows(
                IllegalStateException.class,
                () -> Function.of(Endless.class, next -> "never").call(Map.of()));

        assertTrue(String.valueOf(error.getMessage())
                .contains("contains itself as a Endless: use a record that is not recursive"));
    }

    @Test
    void a_body_and_a_query_can_be_combined() {
        var total = Function.of(whole("factor"), body(Sum.class), (factor, sum) -> factor * sum.sum());
        try (var server = total.server().start()) {
            assertEquals(
                    "6",
                    server.post("/?factor=2", "application/json", "{\"a\":1,\"b\":2}")
                            .body());
            assertEquals(400, server.get("/?factor=2").status());
        }
        assertTrue(total.call(Map.of("factor", "2")).body().contains("body: it is missing (the body)"));
    }

    @Test
    void bytes_and_streams_take_any_body() {
        Fn.Of1<byte[], Integer> length = bytes -> bytes.length;
        Fn.Of1<InputStream, Integer> read = FunctionTest::length;

        assertEquals(
                "3",
                Function.of(List.of("bytes"), length)
                        .call("image/png", new byte[3])
                        .body());
        assertEquals("3", Function.of(List.of("in"), read).call("", new byte[3]).body());
        assertEquals("0", Function.of(List.of("in"), read).call(Map.of()).body());
    }

    @Test
    void a_function_of_one_string_takes_the_body_unchanged() {
        var shout = Function.of(List.of("text"), FunctionTest::shout);

        assertEquals("HEJ Å", shout.call("text/plain", "hej å".getBytes(UTF_8)).body());
        assertEquals("{}", shout.call("application/json", "{}".getBytes(UTF_8)).body());
        assertEquals(
                "A B",
                shout.call("application/x-www-form-urlencoded", "text=a+b".getBytes(UTF_8))
                        .body());
    }

    @Test
    void an_action_responds_with_204() {
        assertEquals(
                204,
                Function.of(List.of("to"), Action.of(this::send))
                        .call(Map.of("to", "Ada"))
                        .status());
        assertEquals(
                204,
                Function.of(Action.of(this::send)).call(Map.of("to", "Bea")).status());
        assertEquals(
                204,
                Function.of(text("to"), Action.of((String to) -> send(to)))
                        .call(Map.of("to", "Cem"))
                        .status());
        assertEquals(List.of("Ada", "Bea", "Cem"), sent);
    }

    @Test
    void a_list_parameter_of_a_lambda_is_an_error_that_says_what_to_do() {
        Fn.Of1<List<Integer>, Integer> size = numbers -> numbers.size();

        var error = assertThrows(
                IllegalStateException.class,
                () -> Function.of(List.of("n"), size).call(Map.of()));

        assertTrue(String.valueOf(error.getMessage()).contains("n is a List without an element type"));
        assertEquals(
                "6",
                Function.of(List.of("n"), FunctionTest::total)
                        .call("application/json", "{\"n\":[1,2,3]}".getBytes(UTF_8))
                        .body());
    }

    @Test
    void a_call_knows_its_id_its_headers_and_its_deadline() {
        try (var server =
                Function.of(List.of(), FunctionTest::describe).server().start()) {
            String body = server.get("/").body();

            assertTrue(body.matches("[0-9a-f]{16} 127.0.0.1:[0-9]+ true false"), body);
        }
        assertThrows(IllegalStateException.class, Call::current);
    }

    @Test
    void a_server_takes_settings_as_from_the_environment() {
        try (var server = Function.of(List.of("a"), (Double a) -> a)
                .server()
                .set("FAAS_STRICT_PARAMS", "true")
                .set("FAAS_FINITE_ONLY", "true")
                .start()) {
            assertEquals(200, server.get("/?a=1").status());
            assertTrue(server.get("/?a=1&b=2").body().contains("\"problem\":\"unknown\""));
            assertTrue(server.get("/?a=inf").body().contains("\"problem\":\"not_finite\""));
        }
        assertThrows(
                IllegalStateException.class,
                () -> Function.of(List.of("a"), (Double a) -> a)
                        .server()
                        .set("FAAS_THREADS", "green")
                        .start());
    }

    @Test
    void settings_can_show_failures_and_make_refusals_failures() {
        try (var server = Function.of(List.of("a"), (Integer a) -> 1 / a)
                .server()
                .set("FAAS_REFUSALS", "false")
                .set("FAAS_SHOW_FAILURES", "true")
                .start()) {
            var response = server.get("/?a=0");

            assertEquals(500, response.status());
            assertTrue(response.body().contains("The function failed: java.lang.ArithmeticException: / by zero"));
        }
    }

    @Test
    void an_invalid_result_is_a_failure() {
        for (var result : List.of(
                Result.text("x").header("Content-Length", "5"),
                Result.text("x").header("X-A", "a\r\nX-B: b"),
                Result.text("x").header("X A", "a"),
                Result.text("x").status(99))) {
            assertEquals(
                    500, Function.of(List.of(), () -> result).call(Map.of()).status());
        }
    }

    private double add(double a, double b) {
        return a + b + sent.size();
    }

    private static double addStatically(double a, double b) {
        return a + b;
    }

    private static double addRecord(Sum sum) {
        return sum.sum();
    }

    private static String shout(String text) {
        return text.toUpperCase(Locale.ROOT);
    }

    private static int total(List<Integer> n) {
        return n.stream().mapToInt(Integer::intValue).sum();
    }

    private static int length(InputStream in) throws IOException {
        return in.readAllBytes().length;
    }

    private void send(String to) {
        sent.add(to);
    }

    private static String describe() {
        Call call = Call.current();
        return call.id() + " " + call.header("host").orElse("") + " "
                + call.deadline().isAfter(Instant.now()) + " " + call.cancelled();
    }
}
