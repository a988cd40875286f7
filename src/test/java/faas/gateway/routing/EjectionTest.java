package faas.gateway.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EjectionTest {
    private final Ejection ejection = new Ejection();
    private long now = Duration.ofDays(1).toNanos();

    @Test
    void a_failure_ejects_the_task_for_a_time() {
        assertTrue(ejection.eject(now, true));

        after(199);
        assertFalse(allows());
        after(1);
        assertTrue(allows());
    }

    @Test
    void its_times_are_known_while_it_lasts() {
        assertEquals(Optional.empty(), ejection.times(now));
        ejection.eject(now, true);
        after(150);
        assertEquals(
                Optional.of(new EjectionTimes(Duration.ofMillis(150), Duration.ofMillis(50))), ejection.times(now));
        after(150);
        assertEquals(Optional.of(new EjectionTimes(Duration.ofMillis(300), Duration.ZERO)), ejection.times(now));
        ejection.readmit();
        assertEquals(Optional.empty(), ejection.times(now));
    }

    @Test
    void one_call_is_the_probe_and_all_others_are_rejected_until_it_ends() {
        ejection.eject(now, true);
        after(200);

        assertTrue(allows());
        assertFalse(allows());

        ejection.probeEnded();
        assertTrue(allows());
    }

    @Test
    void a_connection_ends_the_ejection() {
        ejection.eject(now, true);
        after(200);
        allows();

        assertTrue(ejection.readmit());

        assertFalse(ejection.ejected());
        assertTrue(allows());
        assertTrue(allows());
    }

    @Test
    void a_task_that_was_never_reached_is_probed_every_half_second() {
        ejection.eject(now, true);
        List<Long> waits = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            waits.add(millisUntilProbe());
            ejection.eject(now, true);
        }

        assertEquals(List.of(200L, 400L, 500L, 500L), waits);
    }

    @Test
    void each_failed_probe_doubles_the_time_up_to_half_a_minute() {
        ejection.readmit();
        ejection.eject(now, true);
        List<Long> waits = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            waits.add(millisUntilProbe());
            ejection.eject(now, true);
        }

        assertEquals(List.of(200L, 400L, 800L, 1_600L, 3_200L, 6_400L, 12_800L, 25_600L, 30_000L, 30_000L), waits);
    }

    @Test
    void simultaneous_failures_count_as_one() {
        assertTrue(ejection.eject(now, false));
        assertFalse(ejection.eject(now, false));
        after(200);
        assertTrue(allows());
        ejection.eject(now, false);
        ejection.probeEnded();
        assertTrue(allows());
        ejection.probeEnded();
        after(-200);

        assertEquals(200, millisUntilProbe());
    }

    @Test
    void a_task_that_soon_fails_again_is_ejected_for_longer_and_one_that_stayed_healthy_is_not() {
        ejection.eject(now, true);
        millisUntilProbe();
        ejection.readmit();
        after(1_000);
        ejection.eject(now, true);
        assertEquals(400, millisUntilProbe());

        ejection.readmit();
        after(61_000);
        ejection.eject(now, true);
        assertEquals(200, millisUntilProbe());
    }

    private boolean allows() {
        return ejection.decide(now) != Ejection.Decision.REJECTED;
    }

    private long millisUntilProbe() {
        long before = now;
        while (!allows()) {
            after(1);
        }
        return Duration.ofNanos(now - before).toMillis();
    }

    private void after(long millis) {
        now += Duration.ofMillis(millis).toNanos();
    }
}
