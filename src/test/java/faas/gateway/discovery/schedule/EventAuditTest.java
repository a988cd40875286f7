package faas.gateway.discovery.schedule;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EventAuditTest {
    private final EventAudit audit = new EventAudit();

    @Test
    void a_change_whose_event_came_before_the_reading_or_soon_after_it_is_explained() {
        audit.recordEvents(Scope.of(Set.of("a")));
        assertFalse(audit.hasMissedEvents(Set.of("a", "b"), seconds(1)));
        audit.recordEvents(Scope.of(Set.of("b")));

        assertFalse(audit.hasMissedEvents(Set.of(), seconds(2)));
        assertFalse(audit.hasMissedEvents(Set.of(), seconds(3)));
    }

    @Test
    void a_change_whose_event_has_not_come_by_the_next_reading_is_a_missed_event() {
        assertFalse(audit.hasMissedEvents(Set.of("a"), seconds(1)));

        assertTrue(audit.hasMissedEvents(Set.of(), seconds(2)));
        assertFalse(audit.hasMissedEvents(Set.of(), seconds(3)));
    }

    @Test
    void an_event_about_everything_explains_everything() {
        assertFalse(audit.hasMissedEvents(Set.of("a"), seconds(1)));
        audit.recordEvents(Scope.EVERYTHING);

        assertFalse(audit.hasMissedEvents(Set.of(), seconds(2)));
    }

    @Test
    void missed_events_are_reported_once_a_minute_at_most() {
        audit.hasMissedEvents(Set.of("a"), seconds(1));
        assertTrue(audit.hasMissedEvents(Set.of("b"), seconds(2)));
        assertFalse(audit.hasMissedEvents(Set.of("c"), seconds(61)));

        assertTrue(audit.hasMissedEvents(Set.of(), seconds(62)));
    }

    private static long seconds(long seconds) {
        return Duration.ofSeconds(seconds).toNanos();
    }
}
