package faas.runtime.signature;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SignatureReaderTest {

    private static final Invoker NEVER = values -> {
        throw new AssertionError("reading a signature calls nothing");
    };

    private final List<String> errors = new ArrayList<>();
    private final SignatureReader reader = new SignatureReader(errors::add);

    interface One<A, R> extends Serializable {
        R call(A a);
    }

    interface Two<A, B, R> extends Serializable {
        R call(A a, B b);
    }

    interface Eight<A, B, C, D, E, F, G, H, R> extends Serializable {
        R call(A a, B b, C c, D d, E e, F f, G g, H h);
    }

    @Test
    void a_method_reference_keeps_its_name_and_its_primitive_types() {
        assertEquals("add(double a, double b)", read(List.of("a", "b"), two(this::add)));
    }

    @Test
    void a_static_method_reference_is_read_the_same() {
        assertEquals("half(int n)", read(List.of("n"), one(SignatureReaderTest::half)));
    }

    @Test
    void every_type_a_parameter_can_have_is_known() {
        Eight<Double, Float, Byte, Short, Integer, Long, Boolean, String, String> all = SignatureReaderTest::all;

        assertEquals(
                "all(double a, float b, byte c, short d, int e, long f, boolean g, String h)",
                read(List.of("a", "b", "c", "d", "e", "f", "g", "h"), all));
    }

    @Test
    void a_lambda_has_types_but_no_name() {
        assertEquals("function(double a, String b)", read(List.of("a", "b"), two((Double a, String b) -> b + a)));
    }

    @Test
    void a_captured_value_is_no_parameter() {
        double offset = errors.size();

        assertEquals("function(double a)", read(List.of("a"), one((Double a) -> a + offset + add(1, 2))));
    }

    @Test
    void a_reference_to_a_method_of_the_argument_takes_the_argument() {
        assertEquals("strip(String text)", read(List.of("text"), one(String::strip)));
    }

    @Test
    void a_reference_to_a_constructor_is_a_function() {
        assertEquals(
                "function(String text)",
                read(List.of("text"), SignatureReaderTest.<String, StringBuilder>one(StringBuilder::new)));
    }

    @Test
    void a_lambda_that_declares_a_narrower_box_gets_that_type() {
        One<Integer, Long> widened = SignatureReaderTest::twice;

        assertEquals("twice(int n)", read(List.of("n"), widened));
    }

    @Test
    void all_errors_are_reported_together() {
        read(List.of("x", "x", " "), two((Object a, List<String> b) -> a));

        assertEquals(
                List.of(
                        "two parameters are named x: give each its own name",
                        "a parameter's name is blank: [x, x,  ]",
                        "3 names [x, x,  ] for a function of 2 parameters: name each parameter, in order",
                        "x is of type java.lang.Object, which is not a supported parameter type: use one of "
                                + TypeReader.SUPPORTED
                                + " (a lambda must declare its types: (Double a, Double b) -> a + b)",
                        "x is a List without an element type, as in every lambda: use a method reference, a record, or"
                                + " Param.list and optional()"),
                errors);
    }

    @Test
    void a_parameter_without_a_name_is_counted() {
        read(List.of("a"), two(this::add));

        assertEquals(List.of("1 names [a] for a function of 2 parameters: name each parameter, in order"), errors);
    }

    @Test
    @SuppressWarnings("serial")
    void an_object_that_is_no_lambda_is_refused() {
        Optional<Signature> signature = reader.read(
                List.of("a"),
                new One<Double, Double>() {
                    @Override
                    public Double call(Double a) {
                        return a;
                    }
                },
                NEVER);

        assertTrue(signature.isEmpty());
        assertEquals(1, errors.size());
        assertTrue(errors.getFirst().endsWith("cannot be read: pass a method reference or a lambda, not an object"));
    }

    private String read(List<String> names, Serializable function) {
        return reader.read(names, function, NEVER).map(Signature::toString).orElse("none");
    }

    private static <A, R> One<A, R> one(One<A, R> function) {
        return function;
    }

    private static <A, B, R> Two<A, B, R> two(Two<A, B, R> function) {
        return function;
    }

    private double add(double a, double b) {
        return a + b + errors.size();
    }

    private static double half(int n) {
        return n / 2.0;
    }

    private static long twice(long n) {
        return 2 * n;
    }

    private static String all(double a, float b, byte c, short d, int e, long f, boolean g, String h) {
        return "%s%s%s%s%s%s%s%s".formatted(a, b, c, d, e, f, g, h);
    }
}
