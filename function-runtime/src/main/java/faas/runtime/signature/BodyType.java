package faas.runtime.signature;

import java.util.Optional;

/** The request body as one value: bytes of any media type, a string, or a record read from JSON or a form. */
public record BodyType(Kind kind, Optional<RecordType> recordType) implements ParameterType {

    /** How the function takes the body. */
    public enum Kind {
        BYTES,
        STREAM,
        TEXT,
        OBJECT
    }

    public static final BodyType BYTES = new BodyType(Kind.BYTES, Optional.empty());
    public static final BodyType STREAM = new BodyType(Kind.STREAM, Optional.empty());
    public static final BodyType TEXT = new BodyType(Kind.TEXT, Optional.empty());

    public static BodyType object(RecordType recordType) {
        return new BodyType(Kind.OBJECT, Optional.of(recordType));
    }

    @Override
    public String javaName() {
        return switch (kind) {
            case BYTES -> "byte[]";
            case STREAM -> "InputStream";
            case TEXT -> "String";
            case OBJECT -> recordType.map(RecordType::javaName).orElse("record");
        };
    }
}
