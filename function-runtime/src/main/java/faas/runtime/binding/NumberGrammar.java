package faas.runtime.binding;

import java.util.Locale;

/**
 * The syntax of numbers: ASCII digits, a sign, and for decimals a point and an exponent.
 *
 * <p>The parsers of the JDK accept more: Arabic digits, spaces, {@code 1.5d} and {@code 0x1p3}.
 */
final class NumberGrammar {

    private final String text;
    private int at;

    private NumberGrammar(String text) {
        this.text = text;
    }

    static boolean isInteger(String text) {
        var scan = new NumberGrammar(text);
        scan.sign();
        return scan.digits() > 0 && scan.atEnd();
    }

    static boolean isDecimal(String text) {
        var scan = new NumberGrammar(text);
        scan.sign();
        int digits = scan.digits();
        if (scan.skip('.')) {
            digits += scan.digits();
        }
        if (digits == 0) {
            return false;
        }
        if (scan.skip('e') || scan.skip('E')) {
            scan.sign();
            return scan.digits() > 0 && scan.atEnd();
        }
        return scan.atEnd();
    }

    /** Whether the text is NaN or an infinity. */
    static boolean isNamed(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "nan", "inf", "+inf", "-inf", "infinity", "+infinity", "-infinity" -> true;
            default -> false;
        };
    }

    static double named(String text) {
        if (text.equalsIgnoreCase("nan")) {
            return Double.NaN;
        }
        return text.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
    }

    private void sign() {
        if (!skip('+')) {
            skip('-');
        }
    }

    private int digits() {
        int from = at;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        return at - from;
    }

    private boolean skip(char wanted) {
        if (at < text.length() && text.charAt(at) == wanted) {
            at++;
            return true;
        }
        return false;
    }

    private boolean atEnd() {
        return at == text.length();
    }
}
