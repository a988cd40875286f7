package faas.runtime.signature;

/** The type of a parameter. It knows nothing of strings or JSON, which belong to {@code faas.runtime.binding}. */
public sealed interface ParameterType permits Scalar, EnumType, ListType, OptionalType, RecordType, BodyType {

    /** The name of the type in Java; the same for a primitive type and its box. */
    String javaName();
}
