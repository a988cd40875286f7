package faas.gateway.http.reply;

import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** The value of {@code Date}, formatted once a second (RFC 9110 §6.6.1). Thread-safe. */
public final class DateField {
    private static final DateTimeFormatter FORMAT = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM uuuu HH:mm:ss 'GMT'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private record Text(long second, String value) {}

    private final InstantSource clock;
    private volatile Text latest = new Text(Long.MIN_VALUE, "");

    public DateField(InstantSource clock) {
        this.clock = clock;
    }

    public String now() {
        long second = Math.floorDiv(clock.millis(), 1_000);
        Text known = latest;
        if (known.second() == second) {
            return known.value();
        }
        Text formatted = new Text(second, FORMAT.format(Instant.ofEpochSecond(second)));
        latest = formatted;
        return formatted.value();
    }
}
