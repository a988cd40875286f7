package faas.runtime.config;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as people write them: {@code 10s}, {@code 1m30s}, {@code 500ms}, or plain seconds. */
final class DurationText {

    private static final Pattern PLAIN_SECONDS = Pattern.compile("[0-9]{1,6}");
    private static final Pattern PARTS =
            Pattern.compile("(?=.)(?:([0-9]{1,6})m)?(?:([0-9]{1,6})s)?(?:([0-9]{1,6})ms)?");
    private static final Duration LONGEST = Duration.ofHours(1);

    private DurationText() {}

    static Optional<Duration> parse(String text) {
        return duration(text).filter(duration -> duration.compareTo(LONGEST) <= 0);
    }

    private static Optional<Duration> duration(String text) {
        if (PLAIN_SECONDS.matcher(text).matches()) {
            return Optional.of(Duration.ofSeconds(Long.parseLong(text)));
        }
        Matcher parts = PARTS.matcher(text);
        if (!parts.matches()) {
            return Optional.empty();
        }
        return Optional.of(
                Duration.ofMinutes(part(parts, 1)).plusSeconds(part(parts, 2)).plusMillis(part(parts, 3)));
    }

    private static long part(Matcher parts, int group) {
        String digits = parts.group(group);
        return digits == null ? 0 : Long.parseLong(digits);
    }
}
