package faas.runtime.signature;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** A value that may be absent. */
public record OptionalType(ParameterType inner, Box box) implements ParameterType {

    /** The kind of Java's optional that the function takes. */
    public enum Box {
        ANY,
        INT,
        LONG,
        DOUBLE
    }

    @Override
    public String javaName() {
        return inner.javaName();
    }

    public Object absent() {
        return switch (box) {
            case ANY -> Optional.empty();
            case INT -> OptionalInt.empty();
            case LONG -> OptionalLong.empty();
            case DOUBLE -> OptionalDouble.empty();
        };
    }

    public Object present(Object value) {
        return switch (box) {
            case ANY -> Optional.of(value);
            case INT -> OptionalInt.of((Integer) value);
            case LONG -> OptionalLong.of((Long) value);
            case DOUBLE -> OptionalDouble.of((Double) value);
        };
    }
}
