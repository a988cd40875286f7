package faas.gateway.discovery.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class DeadlineTest {
    private final Deadline deadline = new Deadline(Duration.ofSeconds(2));

    @Test
    void it_begins_short_and_stays_so_while_readings_are_quick() {
        deadline.met(Duration.ofMillis(10));

        assertEquals(Duration.ofSeconds(2), deadline.limit());
    }

    @Test
    void it_doubles_with_each_reading_it_cuts_off_up_to_a_minute() {
        for (long seconds : new long[] {4, 8, 16, 32, 60, 60}) {
            deadline.missed();

            assertEquals(Duration.ofSeconds(seconds), deadline.limit());
        }
    }

    @Test
    void it_leaves_a_large_swarm_the_time_it_takes_and_some() {
        deadline.missed();
        deadline.missed();

        deadline.met(Duration.ofMillis(1500));

        assertEquals(Duration.ofSeconds(6), deadline.limit());
    }

    @Test
    void it_keeps_to_a_longer_one_that_was_asked_for() {
        Deadline patient = new Deadline(Duration.ofHours(1));

        patient.missed();

        assertEquals(Duration.ofHours(1), patient.limit());
    }
}
