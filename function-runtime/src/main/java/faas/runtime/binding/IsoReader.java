package faas.runtime.binding;

import faas.runtime.response.Quoted;
import faas.runtime.signature.Scalar;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.YearMonth;
import java.time.ZonedDateTime;
import java.util.UUID;

/** Reads an ISO 8601 time or a UUID. */
final class IsoReader {

    private IsoReader() {}

    static ReadResult read(Scalar type, String text) {
        try {
            return new ReadResult.Value(parse(type, text));
        } catch (DateTimeException | IllegalArgumentException malformed) {
            return new ReadResult.Invalid(
                    "malformed", Quoted.of(text) + " is not like " + example(type) + " (" + type.javaName() + ")");
        }
    }

    private static Object parse(Scalar type, String text) {
        return switch (type) {
            case UUID -> uuid(text);
            case INSTANT -> Instant.parse(text);
            case LOCAL_DATE -> LocalDate.parse(text);
            case LOCAL_TIME -> LocalTime.parse(text);
            case LOCAL_DATE_TIME -> LocalDateTime.parse(text);
            case OFFSET_DATE_TIME -> OffsetDateTime.parse(text);
            case ZONED_DATE_TIME -> ZonedDateTime.parse(text);
            case YEAR_MONTH -> YearMonth.parse(text);
            case DURATION -> Duration.parse(text);
            case PERIOD -> Period.parse(text);
            default -> throw new IllegalArgumentException(type + " is no time");
        };
    }

    /** Only the full form: {@link UUID#fromString} also accepts shorter ones. */
    private static UUID uuid(String text) {
        UUID uuid = UUID.fromString(text);
        if (!uuid.toString().equalsIgnoreCase(text)) {
            throw new IllegalArgumentException("digits are missing");
        }
        return uuid;
    }

    private static String example(Scalar type) {
        return switch (type) {
            case UUID -> "123e4567-e89b-12d3-a456-426614174000";
            case INSTANT -> "2026-01-31T12:30:00Z";
            case LOCAL_DATE -> "2026-01-31";
            case LOCAL_TIME -> "12:30:00";
            case LOCAL_DATE_TIME -> "2026-01-31T12:30:00";
            case OFFSET_DATE_TIME -> "2026-01-31T12:30:00+01:00";
            case ZONED_DATE_TIME -> "2026-01-31T12:30:00+01:00[Europe/Berlin]";
            case YEAR_MONTH -> "2026-01";
            case DURATION -> "PT1H30M";
            default -> "P1M";
        };
    }
}
