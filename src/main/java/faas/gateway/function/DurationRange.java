package faas.gateway.function;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The range of a setting or label that is a duration, written {@code 500ms}, {@code 10s}, {@code 1m30s} or as plain
 * seconds.
 *
 * @param min the shortest duration, in this notation
 * @param max the longest duration, in this notation
 */
public record DurationRange(String min, String max) {
    private static final Pattern PARTS =
            Pattern.compile("(?:(\\d{1,6})h)?(?:(\\d{1,6})m)?(?:(\\d{1,6})s)?(?:(\\d{1,9})ms)?");
    private static final Pattern PLAIN_SECONDS = Pattern.compile("\\d{1,9}");

    /** @throws IllegalArgumentException if one of the bounds is not a duration */
    public DurationRange {
        if (parse(min).isEmpty() || parse(max).isEmpty()) {
            throw new IllegalArgumentException("not durations: " + min + ", " + max);
        }
    }

    /** Parses a duration; empty if the text is not one, or one out of range. */
    public Optional<Duration> read(String text) {
        return parse(text)
                .filter(duration -> duration.compareTo(parse(min).orElseThrow()) >= 0)
                .filter(duration -> duration.compareTo(parse(max).orElseThrow()) <= 0);
    }

    /** What to write, as a noun phrase. */
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
