package faas.runtime.binding;

import faas.runtime.answer.Quoted;
import faas.runtime.signature.ParameterType;

/** Text to a value of a parameter's type. */
final class ValueReader {

    private ValueReader() {}

    static Reading read(ParameterType type, String text) {
        if (type == ParameterType.STRING) {
            return new Reading.Value(text);
        }
        if (text.isEmpty()) {
            return new Reading.Wrong("empty", "it is empty (%s)".formatted(type.javaName()));
        }
        return switch (type) {
            case DOUBLE -> decimal(type, text);
            case FLOAT -> decimal(type, text);
            case BYTE, SHORT, INT, LONG -> integer(type, text);
            case BOOLEAN -> truth(text);
            case STRING -> new Reading.Value(text);
        };
    }

    private static Reading decimal(ParameterType type, String text) {
        if (NumberGrammar.isNamed(text)) {
            double named = NumberGrammar.named(text);
            return new Reading.Value(type == ParameterType.FLOAT ? (Object) (float) named : (Object) named);
        }
        if (!NumberGrammar.isDecimal(text)) {
            return wrong("not_a_number", text, "is not a number", type);
        }
        // A float is read as one and not narrowed from a double, which would round twice.
        Object value = type == ParameterType.FLOAT ? (Object) Float.valueOf(text) : (Object) Double.valueOf(text);
        return Double.isInfinite(((Number) value).doubleValue()) ? outOfRange(type, text) : new Reading.Value(value);
    }

    private static Reading integer(ParameterType type, String text) {
        if (!NumberGrammar.isInteger(text)) {
            return wrong("not_an_integer", text, "is not an integer", type);
        }
        long wide;
        try {
            wide = Long.parseLong(text);
        } catch (NumberFormatException tooLong) {
            return outOfRange(type, text);
        }
        return switch (type) {
            case BYTE -> wide == (byte) wide ? new Reading.Value((byte) wide) : outOfRange(type, text);
            case SHORT -> wide == (short) wide ? new Reading.Value((short) wide) : outOfRange(type, text);
            case INT -> wide == (int) wide ? new Reading.Value((int) wide) : outOfRange(type, text);
            case LONG -> new Reading.Value(wide);
            case DOUBLE, FLOAT, BOOLEAN, STRING -> throw new IllegalArgumentException(type + " is not an integer type");
        };
    }

    private static Reading truth(String text) {
        return switch (text) {
            case "1", "t", "T", "TRUE", "true", "True" -> new Reading.Value(true);
            case "0", "f", "F", "FALSE", "false", "False" -> new Reading.Value(false);
            default -> wrong("not_a_boolean", text, "is neither true nor false", ParameterType.BOOLEAN);
        };
    }

    private static Reading outOfRange(ParameterType type, String text) {
        return wrong("out_of_range", text, "is out of range", type);
    }

    private static Reading wrong(String problem, String text, String says, ParameterType type) {
        return new Reading.Wrong(problem, "%s %s (%s)".formatted(Quoted.of(text), says, type.javaName()));
    }
}
