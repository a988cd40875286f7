package faas.runtime.binding;

import faas.runtime.json.Json;
import faas.runtime.response.Quoted;
import faas.runtime.signature.EnumType;
import faas.runtime.signature.ParameterType;
import faas.runtime.signature.Scalar;

/** Reads a value of a scalar or enum type from a string or from JSON. */
final class ValueReader {

    private ValueReader() {}

    static ReadResult read(ParameterType type, String text) {
        if (type == Scalar.STRING) {
            return new ReadResult.Value(text);
        }
        if (text.isEmpty()) {
            return new ReadResult.Invalid("empty", "it is empty (" + type.javaName() + ")");
        }
        if (type instanceof EnumType enumType) {
            Object constant = enumType.constants().get(text);
            return constant == null
                    ? new ReadResult.Invalid(
                            "not_one_of",
                            Quoted.of(text) + " is not one of "
                                    + String.join(", ", enumType.constants().keySet()))
                    : new ReadResult.Value(constant);
        }
        return type instanceof Scalar scalar
                ? read(scalar, text)
                : new ReadResult.Invalid("not_a_text", "it cannot be given as a text (" + type.javaName() + ")");
    }

    private static ReadResult read(Scalar type, String text) {
        return switch (type) {
            case DOUBLE, FLOAT, BYTE, SHORT, INT, LONG, BIG_INTEGER, BIG_DECIMAL -> NumberReader.read(type, text);
            case BOOLEAN -> truth(text);
            case CHAR -> character(text);
            case STRING -> new ReadResult.Value(text);
            case UUID,
                    INSTANT,
                    LOCAL_DATE,
                    LOCAL_TIME,
                    LOCAL_DATE_TIME,
                    OFFSET_DATE_TIME,
                    ZONED_DATE_TIME,
                    YEAR_MONTH,
                    DURATION,
                    PERIOD -> IsoReader.read(type, text);
        };
    }

    /** JSON has its own types: a number in a string is a string. */
    static ReadResult read(ParameterType type, Json json) {
        if (json instanceof Json.Text text && !isNumeric(type) && type != Scalar.BOOLEAN) {
            return read(type, text.value());
        }
        if (json instanceof Json.Numeral number && isNumeric(type)) {
            return read(type, number.digits());
        }
        if (json instanceof Json.Truth truth && type == Scalar.BOOLEAN) {
            return new ReadResult.Value(truth.value());
        }
        return new ReadResult.Invalid(
                "wrong_json_type", "it is " + json.kind() + ", not " + wanted(type) + " (" + type.javaName() + ")");
    }

    private static String wanted(ParameterType type) {
        if (isNumeric(type)) {
            return "a number";
        }
        return type == Scalar.BOOLEAN ? "a boolean" : "a string";
    }

    private static boolean isNumeric(ParameterType type) {
        return type instanceof Scalar scalar
                && switch (scalar) {
                    case DOUBLE, FLOAT, BYTE, SHORT, INT, LONG, BIG_INTEGER, BIG_DECIMAL -> true;
                    default -> false;
                };
    }

    private static ReadResult truth(String text) {
        return switch (text) {
            case "1", "t", "T", "TRUE", "true", "True" -> new ReadResult.Value(true);
            case "0", "f", "F", "FALSE", "false", "False" -> new ReadResult.Value(false);
            default -> wrong("not_a_boolean", text, "is neither true nor false", Scalar.BOOLEAN);
        };
    }

    private static ReadResult character(String text) {
        return text.length() == 1 && !Character.isSurrogate(text.charAt(0))
                ? new ReadResult.Value(text.charAt(0))
                : wrong("not_a_character", text, "is not one character", Scalar.CHAR);
    }

    static ReadResult wrong(String problem, String text, String says, Scalar type) {
        return new ReadResult.Invalid(problem, Quoted.of(text) + " " + says + " (" + type.javaName() + ")");
    }
}
