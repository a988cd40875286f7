package faas.runtime.response;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigDecimal;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumberTextTest {

    @ParameterizedTest
    @CsvSource({
        "3.0, 3",
        "-3.0, -3",
        "0.0, 0",
        "-0.0, -0",
        "0.5, 0.5",
        "0.30000000000000004, 0.30000000000000004",
        "100.0, 100",
        "1.0E7, 10000000",
        "123456789.125, 123456789.125",
        "1.0E20, 100000000000000000000",
        "1.0E21, 1e+21",
        "1.25E21, 1.25e+21",
        "-1.0E300, -1e+300",
        "1.0E-4, 0.0001",
        "1.0E-5, 1e-05",
        "1.25E-5, 1.25e-05",
        "4.9E-324, 4.9e-324",
        "1.7976931348623157E308, 1.7976931348623157e+308",
        "NaN, NaN",
        "Infinity, +Inf",
        "-Infinity, -Inf"
    })
    void a_double_has_the_fewest_digits(double number, String text) {
        assertEquals(text, NumberText.of(number));
    }

    @Test
    void a_float_has_a_floats_digits() {
        assertEquals("0.1", NumberText.of(0.1f));
        assertEquals("16777216", NumberText.of(16777216f));
        assertEquals("3.4028235e+38", NumberText.of(Float.MAX_VALUE));
        assertEquals("NaN", NumberText.of(Float.NaN));
        assertEquals("-Inf", NumberText.of(Float.NEGATIVE_INFINITY));
    }

    @Test
    void a_formatted_number_is_parsed_as_the_same_number() {
        for (double number = 1e-300; number < 1e300; number *= 37.7) {
            assertEquals(number, Double.parseDouble(NumberText.of(number)));
        }
    }

    @Test
    void a_plain_number_has_the_digits_of_a_decimal() {
        var random = new Random(7);
        for (int i = 0; i < 100_000; i++) {
            double number = random.nextDouble(1, 10) * Math.pow(10, random.nextInt(-4, 20));
            assertEquals(
                    new BigDecimal(Double.toString(number)).stripTrailingZeros().toPlainString(),
                    NumberText.of(number));
        }
    }
}
