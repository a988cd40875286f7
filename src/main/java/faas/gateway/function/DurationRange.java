package faas.gateway.function;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The durations that a setting or a label takes, and how they are written: {@code 500ms}, {@code 10s}, {@code 1m30s} or
 * plain seconds.
 *
 * @param min the shortest, as it is written
 * @param max the longest, as it is written
 */
public record DurationRange(String min, String max) {
    private static final Pattern PARTS =
            Pattern.compile("(?:(\\d{1,6})h)?(?:(\\d{1,6})m)?(?:(\\d{1,6})s)?(?:(\\d{1,9})ms)?");
    private static final Pattern PLAIN_SECONDS = Pattern.compile("\\d{1,9}");

    /** @throws IllegalArgumentException if one of the bounds is no duration */
    public DurationRange {
        if (parse(min).isEmpty() || parse(max).isEmpty()) {
            throw new IllegalArgumentException("not durations: " + min + ", " + max);
        }
    }

    /** The duration that is written there; empty if none is, or one out of the range. */
    public Optional<Duration> read(String text) {
        return parse(text)
                .filter(duration -> duration.compareTo(parse(min).orElseThrow()) >= 0)
                .filter(duration -> duration.compareTo(parse(max).orElseThrow()) <= 0);
    }

    /** What to write, as the object of a sentence. */
    public String description() {
        return "a duration from " + min + " to " + max + ", such as 500ms, 10s, 1m30s or plain seconds";
    }

    private static Optional<Duration> parse(String text) {
        if (PLAIN_SECONDS.matcher(text).matches()) {
            return Optional.of(Duration.ofSeconds(Long.parseLong(text)));
        }
        Matcher parts = PARTS.matcher(text);
        if (text.isEmpty() || !parts.matches()) {
            return Optional.empty();
        }
        return Optional.of(Duration.ofHours(number(parts, 1))
                .plusMinutes(number(parts, 2))
                .plusSeconds(number(parts, 3))
                .plusMillis(number(parts, 4)));
    }

    private static long number(Matcher parts, int group) {
        String digits = parts.group(group);
        return digits == null ? 0 : Long.parseLong(digits);
    }
}
