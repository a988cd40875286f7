package faas.runtime.config;

import java.time.Duration;
import java.util.Optional;

/** Parses durations such as {@code 10s}, {@code 1m30s}, {@code 500ms}, or plain seconds, up to an hour. */
public final class DurationText {

    private static final int MOST_DIGITS = 6;
    private static final Duration LONGEST = Duration.ofHours(1);

    private final String text;
    private int at;

    private DurationText(String text) {
        this.text = text;
    }

    public static Optional<Duration> parse(String text) {
        return new DurationText(text).read().filter(duration -> duration.compareTo(LONGEST) <= 0);
    }

    private Optional<Duration> read() {
        Duration sum = Duration.ZERO;
        int lastUnit = 0;
        while (at < text.length()) {
            int from = at;
            while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
                at++;
            }
            if (at == from || at - from > MOST_DIGITS) {
                return Optional.empty();
            }
            long number = Long.parseLong(text.substring(from, at));
            if (from == 0 && at == text.length()) {
                return Optional.of(Duration.ofSeconds(number));
            }
            int unit = unit();
            if (unit <= lastUnit) {
                return Optional.empty();
            }
            lastUnit = unit;
            sum = sum.plus(
                    switch (unit) {
                        case 1 -> Duration.ofMinutes(number);
                        case 2 -> Duration.ofSeconds(number);
                        default -> Duration.ofMillis(number);
                    });
        }
        return lastUnit == 0 ? Optional.empty() : Optional.of(sum);
    }

    /** 1 for minutes, 2 for seconds, 3 for milliseconds, 0 for none. Units must be in this order. */
    private int unit() {
        if (text.startsWith("ms", at)) {
            at += 2;
            return 3;
        }
        if (text.startsWith("m", at)) {
            at++;
            return 1;
        }
        if (text.startsWith("s", at)) {
            at++;
            return 2;
        }
        return 0;
    }
}
