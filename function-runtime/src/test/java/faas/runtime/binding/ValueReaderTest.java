package faas.runtime.binding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import faas.runtime.signature.Scalar;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValueReaderTest {

    @ParameterizedTest
    @CsvSource({
        "BYTE, -128, 127",
        "SHORT, -32768, 32767",
        "INT, -2147483648, 2147483647",
        "LONG, -9223372036854775808, 9223372036854775807"
    })
    void the_ends_of_an_integer_type_are_in_range(Scalar type, String least, String most) {
        assertEquals(least, value(type, least).toString());
        assertEquals(most, value(type, most).toString());
    }

    @ParameterizedTest
    @CsvSource({
        "BYTE, 300",
        "BYTE, 128",
        "BYTE, -129",
        "SHORT, 32768",
        "SHORT, -32769",
        "INT, 2147483648",
        "INT, -2147483649",
        "LONG, 9223372036854775808",
        "LONG, -9223372036854775809",
        "LONG, 99999999999999999999999999999999999999999999"
    })
    void an_integer_beyond_its_type_is_refused_and_never_narrowed(Scalar type, String text) {
        assertEquals("out_of_range", problem(type, text));
    }

    @ParameterizedTest
    @CsvSource({"+5, 5", "-5, -5", "-0, 0", "007, 7", "00000000000000000000000000000000000000000001, 1"})
    void an_integer_may_have_a_sign_and_leading_zeros(String text, long value) {
        assertEquals(value, value(Scalar.LONG, text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.0", "1e3", "0x1f", "1_000", " 1", "1 ", "+", "-", "--1", "١٢", "１", "1L", "foo", "\0"})
    void an_integer_has_only_ascii_digits(String text) {
        assertEquals("not_an_integer", problem(Scalar.LONG, text));
    }

    @ParameterizedTest
    @CsvSource({
        "1, 1",
        "+1.5, 1.5",
        "-.5, -0.5",
        "5., 5",
        "1e3, 1000",
        "1E+3, 1000",
        "1e-3, 0.001",
        "0e99999999999, 0",
        "1e-400, 0",
        "179769313486231570000000000000000000000e270, 1.7976931348623157e308"
    })
    void a_decimal_may_have_a_sign_a_point_and_an_exponent(String text, double value) {
        assertEquals(value, value(Scalar.DOUBLE, text));
    }

    @ParameterizedTest
    @CsvSource({
        "nan, NaN",
        "NaN, NaN",
        "inf, Infinity",
        "+Inf, Infinity",
        "-INF, -Infinity",
        "Infinity, Infinity",
        "-infinity, -Infinity"
    })
    void not_a_number_and_the_infinities_have_names(String text, double value) {
        assertEquals(value, value(Scalar.DOUBLE, text));
        assertEquals((float) value, value(Scalar.FLOAT, text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"foo", ".", "+", "e5", "1e", "1e+", " 1", "1 ", "1.5d", "1f", "0x1p3", "1_0", "1,5", "١٢", "-nan"
            })
    void a_number_that_only_java_accepts_is_refused(String text) {
        assertEquals("not_a_number", problem(Scalar.DOUBLE, text));
        assertEquals("not_a_number", problem(Scalar.FLOAT, text));
    }

    @Test
    void a_decimal_too_large_for_its_type_is_refused_and_is_not_infinity() {
        assertEquals("out_of_range", problem(Scalar.DOUBLE, "1e400"));
        assertEquals("out_of_range", problem(Scalar.FLOAT, "1e39"));
        assertEquals("out_of_range", problem(Scalar.FLOAT, "-1e400"));
    }

    @Test
    void a_float_is_rounded_once() {
        assertEquals(
                Float.parseFloat("1.00000017881393432617187499"), value(Scalar.FLOAT, "1.00000017881393432617187499"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "t", "T", "TRUE", "true", "True"})
    void six_words_mean_true(String text) {
        assertEquals(true, value(Scalar.BOOLEAN, text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "f", "F", "FALSE", "false", "False"})
    void six_words_mean_false(String text) {
        assertEquals(false, value(Scalar.BOOLEAN, text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"yes", "no", "on", "tRUE", "2", " true", "01"})
    void no_other_word_is_a_boolean(String text) {
        assertEquals("not_a_boolean", problem(Scalar.BOOLEAN, text));
    }

    @Test
    void only_a_string_may_be_empty() {
        assertEquals("", value(Scalar.STRING, ""));
        for (Scalar type : Scalar.values()) {
            if (type != Scalar.STRING) {
                assertEquals("empty", problem(type, ""), type.javaName());
            }
        }
    }

    private static Object value(Scalar type, String text) {
        return assertInstanceOf(ReadResult.Value.class, ValueReader.read(type, text))
                .value();
    }

    private static String problem(Scalar type, String text) {
        return assertInstanceOf(ReadResult.Invalid.class, ValueReader.read(type, text))
                .problem();
    }
}
