package faas.runtime.server;

import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;

/**
 * The value of the {@code Date} header (RFC 9110, 5.6.7), formatted once a second. Thread-safe.
 *
 * <p>Undertow uses a formatter, which would load locales and time zones at every start.
 */
final class DateField {

    private static final List<String> DAYS = List.of("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun");
    private static final List<String> MONTHS =
            List.of("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec");

    private final InstantSource clock;
    private volatile Second last = new Second(Long.MIN_VALUE, "");

    DateField(InstantSource clock) {
        this.clock = clock;
    }

    String now() {
        Instant now = clock.instant();
        Second known = last;
        if (known.epochSecond() != now.getEpochSecond()) {
            known = new Second(now.getEpochSecond(), text(now));
            last = known;
        }
        return known.text();
    }

    private static String text(Instant instant) {
        var time = LocalDateTime.ofEpochSecond(instant.getEpochSecond(), 0, ZoneOffset.UTC);
        return DAYS.get(time.getDayOfWeek().getValue() - 1) + ", " + two(time.getDayOfMonth()) + " "
                + MONTHS.get(time.getMonthValue() - 1) + " " + two(time.getYear() / 100) + two(time.getYear() % 100)
                + " " + two(time.getHour()) + ":" + two(time.getMinute()) + ":" + two(time.getSecond()) + " GMT";
    }

    private static String two(int number) {
        return number < 10 ? "0" + number : Integer.toString(number);
    }

    private record Second(long epochSecond, String text) {}
}
