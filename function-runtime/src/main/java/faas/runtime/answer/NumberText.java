package faas.runtime.answer;

import java.math.BigDecimal;

/**
 * A floating point number as people write it: {@code 3}, not {@code 3.0}.
 *
 * <p>The fewest digits that still mean the same number; plain from 0.0001 up to, but not including, 10²¹, with an exponent
 * of at least two digits outside ({@code 1e-05}, {@code 1e+21}); {@code NaN}, {@code +Inf}, {@code -Inf}.
 */
public final class NumberText {

    private static final int SMALLEST_PLAIN_EXPONENT = -4;
    private static final int SMALLEST_SCIENTIFIC_EXPONENT = 21;

    private NumberText() {}

    public static String of(double number) {
        return Double.isFinite(number) ? finite(Double.toString(number)) : named(number);
    }

    public static String of(float number) {
        return Float.isFinite(number) ? finite(Float.toString(number)) : named(number);
    }

    private static String named(double number) {
        if (Double.isNaN(number)) {
            return "NaN";
        }
        return number > 0 ? "+Inf" : "-Inf";
    }

    private static String finite(String javaText) {
        var number = new BigDecimal(javaText);
        String sign = javaText.startsWith("-") ? "-" : "";
        if (number.signum() == 0) {
            return sign + "0";
        }
        BigDecimal shortest = number.abs().stripTrailingZeros();
        int exponent = shortest.precision() - shortest.scale() - 1;
        if (exponent >= SMALLEST_PLAIN_EXPONENT && exponent < SMALLEST_SCIENTIFIC_EXPONENT) {
            return sign + shortest.toPlainString();
        }
        return sign + scientific(shortest.unscaledValue().toString(), exponent);
    }

    private static String scientific(String digits, int exponent) {
        String fraction = digits.length() > 1 ? "." + digits.substring(1) : "";
        return "%s%se%s%02d".formatted(digits.charAt(0), fraction, exponent < 0 ? "-" : "+", Math.abs(exponent));
    }
}
