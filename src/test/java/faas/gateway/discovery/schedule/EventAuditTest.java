package faas.gateway.discovery.schedule;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EventAuditTest {
    private final EventAudit audit = new EventAudit();

    @Test
    void a_change_whose_event_came_before_the_reading_or_soon_after_it_is_fine() {
        audit.heard(Scope.of(Set.of("a")));
        assertFalse(audit.isDeaf(Set.of("a", "b"), seconds(1)));
        audit.heard(Scope.of(Set.of("b")));

        assertFalse(audit.isDeaf(Set.of(), seconds(2)));
        assertFalse(audit.isDeaf(Set.of(), seconds(3)));
    }

    @Test
    void a_change_whose_event_has_not_come_by_the_next_reading_shows_that_the_stream_is_deaf() {
        assertFalse(audit.isDeaf(Set.of("a"), seconds(1)));

        assertTrue(audit.isDeaf(Set.of(), seconds(2)));
        assertFalse(audit.isDeaf(Set.of(), seconds(3)));
    }

    @Test
    void an_event_about_everything_explains_everything() {
        assertFalse(audit.isDeaf(Set.of("a"), seconds(1)));
        audit.heard(Scope.EVERYTHING);

        assertFalse(audit.isDeaf(Set.of(), seconds(2)));
    }

    @Test
    void it_is_told_once_a_minute_at_most() {
        audit.isDeaf(Set.of("a"), seconds(1));
        assertTrue(audit.isDeaf(Set.of("b"), seconds(2)));
        assertFalse(audit.isDeaf(Set.of("c"), seconds(61)));

        assertTrue(audit.isDeaf(Set.of(), seconds(62)));
    }

    private static long seconds(long seconds) {
        return Duration.ofSeconds(seconds).toNanos();
    }
}
