package faas.runtime.binding;

import faas.runtime.signature.Scalar;
import java.math.BigDecimal;
import java.math.BigInteger;

/** Reads a number in the range of its type. */
final class NumberReader {

    /** Converting a number with more digits, or with a larger exponent, would take too long. */
    private static final int MOST_DIGITS = 10_000;

    private NumberReader() {}

    static ReadResult read(Scalar type, String text) {
        return switch (type) {
            case DOUBLE, FLOAT -> floating(type, text);
            case BIG_DECIMAL -> decimal(text);
            default -> integer(type, text);
        };
    }

    private static ReadResult floating(Scalar type, String text) {
        if (NumberGrammar.isNamed(text)) {
            double named = NumberGrammar.named(text);
            return new ReadResult.Value(type == Scalar.FLOAT ? (Object) (float) named : (Object) named);
        }
        if (!NumberGrammar.isDecimal(text)) {
            return ValueReader.wrong("not_a_number", text, "is not a number", type);
        }
        // Parsed as a float: narrowing a double would round twice.
        Object value = type == Scalar.FLOAT ? (Object) Float.valueOf(text) : (Object) Double.valueOf(text);
        return Double.isInfinite(((Number) value).doubleValue()) ? outOfRange(type, text) : new ReadResult.Value(value);
    }

    private static ReadResult decimal(String text) {
        if (!NumberGrammar.isDecimal(text)) {
            return ValueReader.wrong("not_a_number", text, "is not a number", Scalar.BIG_DECIMAL);
        }
        if (text.length() > MOST_DIGITS) {
            return outOfRange(Scalar.BIG_DECIMAL, text);
        }
        try {
            var number = new BigDecimal(text);
            return Math.abs((long) number.scale()) > MOST_DIGITS
                    ? outOfRange(Scalar.BIG_DECIMAL, text)
                    : new ReadResult.Value(number);
        } catch (NumberFormatException exponentTooLong) {
            return outOfRange(Scalar.BIG_DECIMAL, text);
        }
    }

    private static ReadResult integer(Scalar type, String text) {
        if (!NumberGrammar.isInteger(text)) {
            return ValueReader.wrong("not_an_integer", text, "is not an integer", type);
        }
        if (type == Scalar.BIG_INTEGER) {
            return text.length() > MOST_DIGITS ? outOfRange(type, text) : new ReadResult.Value(new BigInteger(text));
        }
        long wide;
        try {
            wide = Long.parseLong(text);
        } catch (NumberFormatException tooLong) {
            return outOfRange(type, text);
        }
        return switch (type) {
            case BYTE -> wide == (byte) wide ? new ReadResult.Value((byte) wide) : outOfRange(type, text);
            case SHORT -> wide == (short) wide ? new ReadResult.Value((short) wide) : outOfRange(type, text);
            case INT -> wide == (int) wide ? new ReadResult.Value((int) wide) : outOfRange(type, text);
            case LONG -> new ReadResult.Value(wide);
            default -> throw new IllegalArgumentException(type + " is not an integer type");
        };
    }

    private static ReadResult outOfRange(Scalar type, String text) {
        return ValueReader.wrong("out_of_range", text, "is out of range", type);
    }
}
