package faas.gateway.function;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationRangeTest {
    private static final DurationRange RANGE = new DurationRange("10ms", "24h");

    @ParameterizedTest
    @CsvSource({"500ms, 500", "10s, 10000", "1m30s, 90000", "2h, 7200000", "90, 90000", "1s5ms, 1005", "24h, 86400000"})
    void a_duration_is_written_in_parts_or_as_plain_seconds(String text, long millis) {
        assertEquals(Optional.of(Duration.ofMillis(millis)), RANGE.read(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "soon", "10 s", "-1s", "1s1m", "1.5s", "9ms", "24h1ms", "9999999999999", "s", "٣s"})
    void anything_else_and_anything_out_of_range_is_refused(String text) {
        assertEquals(Optional.empty(), RANGE.read(text));
    }

    @Test
    void the_description_names_the_range() {
        assertEquals("a duration from 10ms to 24h, such as 500ms, 10s, 1m30s or plain seconds", RANGE.description());
    }

    @Test
    void the_bounds_of_a_range_are_durations() {
        assertThrows(IllegalArgumentException.class, () -> new DurationRange("0s", "ever"));
    }
}
