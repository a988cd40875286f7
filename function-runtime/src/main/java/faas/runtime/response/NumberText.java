package faas.runtime.response;

/**
 * Formats floating-point numbers: {@code 3}, not {@code 3.0}.
 *
 * <p>Writes the fewest digits that identify the number: plainly from 0.0001 up to, but not including, 10²¹, otherwise
 * with an exponent of at least two digits ({@code 1e-05}, {@code 1e+21}). NaN and the infinities are {@code NaN},
 * {@code +Inf}, {@code -Inf}.
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

    /**
     * {@code Double.toString} has the right digits already. Rearranging them is enough, and a cold start need not load
     * BigDecimal.
     */
    private static String finite(String javaText) {
        String sign = javaText.startsWith("-") ? "-" : "";
        int point = javaText.indexOf('.');
        int mark = javaText.indexOf('E');
        int end = mark < 0 ? javaText.length() : mark;
        String all = javaText.substring(sign.length(), point) + javaText.substring(point + 1, end);
        int first = 0;
        while (first < all.length() && all.charAt(first) == '0') {
            first++;
        }
        if (first == all.length()) {
            return sign + "0";
        }
        int last = all.length();
        while (all.charAt(last - 1) == '0') {
            last--;
        }
        int moved = mark < 0 ? 0 : Integer.parseInt(javaText.substring(mark + 1));
        int exponent = point - sign.length() - 1 - first + moved;
        String digits = all.substring(first, last);
        return sign
                + (exponent >= SMALLEST_PLAIN_EXPONENT && exponent < SMALLEST_SCIENTIFIC_EXPONENT
                        ? plain(digits, exponent)
                        : scientific(digits, exponent));
    }

    private static String plain(String digits, int exponent) {
        if (exponent < 0) {
            return "0." + "0".repeat(-exponent - 1) + digits;
        }
        int whole = exponent + 1;
        return digits.length() <= whole
                ? digits + "0".repeat(whole - digits.length())
                : digits.substring(0, whole) + "." + digits.substring(whole);
    }

    private static String scientific(String digits, int exponent) {
        String fraction = digits.length() > 1 ? "." + digits.substring(1) : "";
        int size = Math.abs(exponent);
        return digits.charAt(0) + fraction + (exponent < 0 ? "e-" : "e+") + (size < 10 ? "0" : "") + size;
    }
}
