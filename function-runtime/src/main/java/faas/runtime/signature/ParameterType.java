package faas.runtime.signature;

import static java.util.stream.Collectors.joining;

import java.util.Arrays;
import java.util.Optional;

/** A type that a query parameter can be bound to. */
public enum ParameterType {
    DOUBLE("double", Double.class),
    FLOAT("float", Float.class),
    BYTE("byte", Byte.class),
    SHORT("short", Short.class),
    INT("int", Integer.class),
    LONG("long", Long.class),
    BOOLEAN("boolean", Boolean.class),
    STRING("String", String.class);

    private final String javaName;
    private final Class<?> valueType;

    ParameterType(String javaName, Class<?> valueType) {
        this.javaName = javaName;
        this.valueType = valueType;
    }

    /** The type's name as an author or a caller knows it, the same for a primitive and its box. */
    public String javaName() {
        return javaName;
    }

    /** The type of a class that is not primitive, or nothing if no parameter can have it. */
    static Optional<ParameterType> of(Class<?> valueType) {
        return Arrays.stream(values())
                .filter(type -> type.valueType == valueType)
                .findFirst();
    }

    static String listed() {
        return Arrays.stream(values()).map(ParameterType::javaName).collect(joining(", "));
    }
}
