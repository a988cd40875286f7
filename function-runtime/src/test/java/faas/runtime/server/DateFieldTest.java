package faas.runtime.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class DateFieldTest {

    private static final long TWO_CENTURIES_SECONDS = 200L * 366 * 24 * 60 * 60;

    /** No multiple of a minute, an hour or a day, so that each of them takes many values. */
    private static final long STRIDE_SECONDS = 29L * 60 * 60 + 61 * 7 + 3;

    private static final DateTimeFormatter FIXDATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US)
            .withZone(ZoneOffset.UTC);

    private final AtomicReference<Instant> time = new AtomicReference<>(Instant.EPOCH);
    private final DateField date = new DateField(time::get);

    @Test
    void a_date_has_the_format_of_the_rfc() {
        assertEquals("Sun, 06 Nov 1994 08:49:37 GMT", at(Instant.parse("1994-11-06T08:49:37Z")));
        assertEquals("Thu, 29 Feb 2024 23:59:59 GMT", at(Instant.parse("2024-02-29T23:59:59.999Z")));
    }

    @Test
    void a_date_equals_that_of_the_formatter() {
        for (long second = 0; second < TWO_CENTURIES_SECONDS; second += STRIDE_SECONDS) {
            var instant = Instant.ofEpochSecond(second);
            assertEquals(FIXDATE.format(instant), at(instant));
        }
    }

    @Test
    void a_date_follows_its_clock_forwards_and_backwards() {
        assertEquals("Thu, 01 Jan 1970 00:00:01 GMT", at(Instant.ofEpochSecond(1)));
        assertEquals("Thu, 01 Jan 1970 00:00:01 GMT", at(Instant.ofEpochSecond(1, 999_999_999)));
        assertEquals("Thu, 01 Jan 1970 00:00:02 GMT", at(Instant.ofEpochSecond(2)));
        assertEquals("Thu, 01 Jan 1970 00:00:01 GMT", at(Instant.ofEpochSecond(1)));
    }

    private String at(Instant instant) {
        time.set(instant);
        return date.now();
    }
}
