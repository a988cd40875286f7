package faas.gateway.discovery.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class DeadlineTest {
    private final Deadline deadline = new Deadline(Duration.ofSeconds(2));

    @Test
    void it_stays_at_its_minimum_while_readings_are_quick() {
        deadline.met(Duration.ofMillis(10));

        assertEquals(Duration.ofSeconds(2), deadline.limit());
    }

    @Test
    void it_doubles_with_each_timeout_up_to_a_minute() {
        for (long seconds : new long[] {4, 8, 16, 32, 60, 60}) {
            deadline.missed();

            assertEquals(Duration.ofSeconds(seconds), deadline.limit());
        }
    }

    @Test
    void it_adapts_to_the_time_a_large_swarm_takes() {
        deadline.missed();
        deadline.missed();

        deadline.met(Duration.ofMillis(1500));

        assertEquals(Duration.ofSeconds(6), deadline.limit());
    }

    @Test
    void a_minimum_above_a_minute_is_kept() {
        Deadline longDeadline = new Deadline(Duration.ofHours(1));

        longDeadline.missed();

        assertEquals(Duration.ofHours(1), longDeadline.limit());
    }
}
