package faas.runtime.signature;

import java.util.Optional;

/**
 * A type whose values are single strings. Classes are referred to by name, so that none is loaded at the start which no
 * function uses.
 */
public enum Scalar implements ParameterType {
    DOUBLE("double", "java.lang.Double"),
    FLOAT("float", "java.lang.Float"),
    BYTE("byte", "java.lang.Byte"),
    SHORT("short", "java.lang.Short"),
    INT("int", "java.lang.Integer"),
    LONG("long", "java.lang.Long"),
    BOOLEAN("boolean", "java.lang.Boolean"),
    CHAR("char", "java.lang.Character"),
    STRING("String", "java.lang.String"),
    BIG_INTEGER("BigInteger", "java.math.BigInteger"),
    BIG_DECIMAL("BigDecimal", "java.math.BigDecimal"),
    UUID("UUID", "java.util.UUID"),
    INSTANT("Instant", "java.time.Instant"),
    LOCAL_DATE("LocalDate", "java.time.LocalDate"),
    LOCAL_TIME("LocalTime", "java.time.LocalTime"),
    LOCAL_DATE_TIME("LocalDateTime", "java.time.LocalDateTime"),
    OFFSET_DATE_TIME("OffsetDateTime", "java.time.OffsetDateTime"),
    ZONED_DATE_TIME("ZonedDateTime", "java.time.ZonedDateTime"),
    YEAR_MONTH("YearMonth", "java.time.YearMonth"),
    DURATION("Duration", "java.time.Duration"),
    PERIOD("Period", "java.time.Period");

    private final String javaName;
    private final String className;

    Scalar(String javaName, String className) {
        this.javaName = javaName;
        this.className = className;
    }

    @Override
    public String javaName() {
        return javaName;
    }

    /** The scalar type of a boxed or other class, or nothing. */
    static Optional<Scalar> of(Class<?> type) {
        String name = type.getName();
        for (Scalar scalar : values()) {
            if (scalar.className.equals(name)) {
                return Optional.of(scalar);
            }
        }
        return Optional.empty();
    }
}
