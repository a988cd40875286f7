package faas;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import faas.runtime.log.Log;
import faas.runtime.response.Content;
import faas.runtime.response.Problem;
import faas.runtime.response.Reply;
import faas.runtime.response.ServerResponse;
import faas.runtime.server.Request;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.CharBuffer;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class FunctionEndpointTest {

    private final ByteArrayOutputStream logged = new ByteArrayOutputStream();

    @Test
    void the_result_is_the_response() throws InvalidFunction {
        Fn.Of2<Double, Double, Double> add = FunctionEndpointTest::add;

        assertText("3", response(List.of("a", "b"), add, "a=1&b=2"));
        assertText("0.30000000000000004", response(List.of("a", "b"), add, "a=0.1&b=0.2"));
    }

    @Test
    void plain_values_of_every_kind_are_text() throws InvalidFunction {
        assertText("7", constant((byte) 7));
        assertText("7", constant(7L));
        assertText("0.1", constant(0.1f));
        assertText("true", constant(true));
        assertText("å", constant('å'));
        assertText("", constant(""));
        assertText("abc", constant(CharBuffer.wrap("abc")));
        assertText("1E+3", constant(new BigDecimal("1E+3")));
        assertText("12345678901234567890", constant(new BigInteger("12345678901234567890")));
    }

    @Test
    void a_function_takes_up_to_eight_parameters() throws InvalidFunction {
        Fn.Of0<String> none = () -> "0";
        Fn.Of3<String, String, String, String> three = (String a, String b, String c) -> a + b + c;
        Fn.Of4<String, String, String, String, String> four = (String a, String b, String c, String d) -> a + b + c + d;
        Fn.Of5<Byte, Short, Integer, Long, Float, Float> five = FunctionEndpointTest::sum;
        Fn.Of6<String, String, String, String, String, String, String> six =
                (String a, String b, String c, String d, String e, String f) -> a + b + c + d + e + f;
        Fn.Of7<String, String, String, String, String, String, String, String> seven =
                (String a, String b, String c, String d, String e, String f, String g) -> a + b + c + d + e + f + g;
        Fn.Of8<String, String, String, String, String, String, String, Boolean, String> eight =
                (String a, String b, String c, String d, String e, String f, String g, Boolean h) ->
                        a + b + c + d + e + f + g + h;

        assertText("0", response(List.of(), none, ""));
        assertText("123", response(List.of("a", "b", "c"), three, "c=3&b=2&a=1"));
        assertText("1234", response(List.of("a", "b", "c", "d"), four, "a=1&b=2&c=3&d=4"));
        assertText("15.5", response(List.of("a", "b", "c", "d", "e"), five, "a=1&b=2&c=3&d=4&e=5.5"));
        assertText("123456", response(List.of("a", "b", "c", "d", "e", "f"), six, "a=1&b=2&c=3&d=4&e=5&f=6"));
        assertText(
                "1234567", response(List.of("a", "b", "c", "d", "e", "f", "g"), seven, "a=1&b=2&c=3&d=4&e=5&f=6&g=7"));
        assertText(
                "1234567true",
                response(List.of("a", "b", "c", "d", "e", "f", "g", "h"), eight, "a=1&b=2&c=3&d=4&e=5&f=6&g=7&h=t"));
    }

    @Test
    void html_has_its_media_type() throws InvalidFunction {
        ServerResponse response = constant(Result.html("<p>å</p>"));

        assertEquals("text/html; charset=utf-8", response.mediaType());
        assertEquals("<p>å</p>", text(response));
    }

    @Test
    void nothing_is_a_204() throws InvalidFunction {
        Fn.Of0<String> nothing = () -> null;

        assertEquals(
                204,
                assertInstanceOf(ServerResponse.class, response(List.of(), nothing, ""))
                        .status());
    }

    @Test
    void a_function_is_not_called_with_an_invalid_parameter() throws InvalidFunction {
        var calls = new AtomicInteger();
        Fn.Of1<Integer, Integer> counted = (Integer n) -> calls.incrementAndGet();

        assertEquals(400, problem(List.of("n"), counted, "n=x").status());

        assertEquals(0, calls.get());
    }

    @Test
    void a_refused_value_is_a_400_that_names_its_parameter() throws InvalidFunction {
        Fn.Of1<Long, Long> refusing = (Long value) -> {
            throw new IllegalArgumentException("must not be negative");
        };

        Problem problem = problem(List.of("value"), refusing, "value=-1");

        assertEquals(400, problem.status());
        assertEquals("refused_input", problem.error());
        assertEquals("Bad parameter value: must not be negative", problem.message());
        assertEquals("value", problem.parameters().getFirst().name());
        assertEquals("refused", problem.parameters().getFirst().problem());
        assertEquals("", logged.toString(UTF_8));
    }

    @Test
    void a_refusal_with_several_parameters_names_all_of_them() throws InvalidFunction {
        Fn.Of2<Long, Long, Long> dividing = (Long a, Long b) -> a / b;

        assertEquals(
                "Bad parameters a, b: / by zero",
                problem(List.of("a", "b"), dividing, "a=1&b=0").message());
    }

    @Test
    void a_refusal_needs_neither_a_message_nor_parameters() throws InvalidFunction {
        Fn.Of0<String> refusing = () -> {
            throw new IllegalArgumentException();
        };

        assertEquals(
                "The function rejected its input: no reason given",
                problem(List.of(), refusing, "").message());
    }

    @Test
    void a_failure_has_no_details_for_the_client_and_no_values_in_the_log() throws InvalidFunction {
        Fn.Of1<String, String> failing = (String password) -> {
            throw new IOException("disk is full");
        };

        Problem problem = problem(List.of("password"), failing, "password=secret");

        assertEquals(500, problem.status());
        assertEquals("The function failed", problem.message());
        assertTrue(logged.toString(UTF_8).contains("call=id failed: java.io.IOException: disk is full\n    at faas."));
        assertFalse(logged.toString(UTF_8).contains("secret"));
        assertFalse(logged.toString(UTF_8).contains("faas.Fn"));
    }

    @Test
    void an_endless_recursion_is_a_failure() throws InvalidFunction {
        Fn.Of1<Integer, Integer> endless = FunctionEndpointTest::recurse;

        assertEquals(500, problem(List.of("n"), endless, "n=1").status());
    }

    @Test
    void an_interrupted_call_was_stopped() throws InvalidFunction {
        Fn.Of0<String> interrupted = () -> {
            throw new InterruptedException();
        };

        assertEquals(503, problem(List.of(), interrupted, "").status());
    }

    @Test
    void an_unsupported_result_is_a_failure_and_the_log_says_why() throws InvalidFunction {
        Fn.Of0<Object> strange = () -> List.of(new StringBuilder[0], Thread.currentThread());

        assertEquals(500, problem(List.of(), strange, "").status());
        assertTrue(
                logged.toString(UTF_8)
                        .contains("a java.lang.Thread cannot be written as JSON: use records, maps and lists"),
                logged.toString(UTF_8));
    }

    private ServerResponse constant(Object value) throws InvalidFunction {
        Fn.Of0<Object> constant = () -> value;
        return assertInstanceOf(ServerResponse.class, response(List.of(), constant, ""));
    }

    private Problem problem(List<String> names, Fn function, String query) throws InvalidFunction {
        return assertInstanceOf(Problem.class, response(names, function, query));
    }

    private Reply response(List<String> names, Fn function, String query) throws InvalidFunction {
        var log = new Log(new PrintStream(logged, true, UTF_8), InstantSource.system(), false);
        Plan plan = Plan.of(new Definition.Named(names, function), ":0", Map.of());
        return plan.endpoint(log).handle(Request.get("id", query));
    }

    private static void assertText(String expected, Reply reply) {
        ServerResponse response = assertInstanceOf(ServerResponse.class, reply);
        assertEquals(200, response.status());
        assertEquals("text/plain; charset=utf-8", response.mediaType());
        assertEquals(expected, text(response));
    }

    private static String text(ServerResponse response) {
        return UTF_8.decode(assertInstanceOf(Content.Bytes.class, response.content())
                        .bytes())
                .toString();
    }

    private static double add(double a, double b) {
        return a + b;
    }

    private static float sum(byte a, short b, int c, long d, float e) {
        return a + b + c + d + e;
    }

    @SuppressWarnings("InfiniteRecursion")
    private static int recurse(int n) {
        return 1 + recurse(n + 1);
    }
}
