package faas.runtime.signature;

/** What a parameter's values are. Each kind knows nothing of texts or of JSON: that is for whoever binds. */
public sealed interface ParameterType permits Scalar, EnumType, ListType, OptionalType, RecordType, BodyType {

    /** The type as an author or a client knows it, the same for a primitive and its box. */
    String javaName();
}
