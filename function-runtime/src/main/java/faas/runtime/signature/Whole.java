package faas.runtime.signature;

import java.util.Optional;

/** The request's body as one value: bytes of any media type, a text, or an object made of a JSON or form body. */
public record Whole(Kind kind, Optional<Shape> shape) implements ParameterType {

    /** What becomes of the body. */
    public enum Kind {
        BYTES,
        STREAM,
        TEXT,
        OBJECT
    }

    public static final Whole BYTES = new Whole(Kind.BYTES, Optional.empty());
    public static final Whole STREAM = new Whole(Kind.STREAM, Optional.empty());
    public static final Whole TEXT = new Whole(Kind.TEXT, Optional.empty());

    public static Whole object(Shape shape) {
        return new Whole(Kind.OBJECT, Optional.of(shape));
    }

    @Override
    public String javaName() {
        return switch (kind) {
            case BYTES -> "byte[]";
            case STREAM -> "InputStream";
            case TEXT -> "String";
            case OBJECT -> shape.map(Shape::javaName).orElse("record");
        };
    }
}
