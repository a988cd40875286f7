package faas.gateway.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EjectionTest {
    private final Ejection ejection = new Ejection();
    private long now = Duration.ofDays(1).toNanos();

    @Test
    void a_failure_keeps_calls_away_for_a_time() {
        assertTrue(ejection.eject(now));

        after(199);
        assertFalse(ejection.admits(now));
        after(1);
        assertTrue(ejection.admits(now));
    }

    @Test
    void one_call_is_the_probe_and_no_other_is_let_through_meanwhile() {
        ejection.eject(now);
        after(200);

        assertTrue(ejection.admits(now));
        assertFalse(ejection.admits(now));

        ejection.probeOver();
        assertTrue(ejection.admits(now));
    }

    @Test
    void a_connection_ends_the_ejection() {
        ejection.eject(now);
        after(200);
        ejection.admits(now);

        assertTrue(ejection.readmit());

        assertFalse(ejection.ejected());
        assertTrue(ejection.admits(now));
        assertTrue(ejection.admits(now));
    }

    @Test
    void each_probe_in_vain_doubles_the_time_up_to_half_a_minute() {
        ejection.eject(now);
        List<Long> waits = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            waits.add(millisUntilProbe());
            ejection.eject(now);
        }

        assertEquals(List.of(200L, 400L, 800L, 1_600L, 3_200L, 6_400L, 12_800L, 25_600L, 30_000L, 30_000L), waits);
    }

    @Test
    void failures_that_come_together_are_one() {
        assertTrue(ejection.eject(now));
        assertFalse(ejection.eject(now));
        assertFalse(ejection.eject(now));

        assertEquals(200, millisUntilProbe());
    }

    @Test
    void one_that_fails_again_soon_is_left_out_for_longer_and_one_that_did_well_is_not() {
        ejection.eject(now);
        millisUntilProbe();
        ejection.readmit();
        after(1_000);
        ejection.eject(now);
        assertEquals(400, millisUntilProbe());

        ejection.readmit();
        after(61_000);
        ejection.eject(now);
        assertEquals(200, millisUntilProbe());
    }

    private long millisUntilProbe() {
        long before = now;
        while (!ejection.admits(now)) {
            after(1);
        }
        return Duration.ofNanos(now - before).toMillis();
    }

    private void after(long millis) {
        now += Duration.ofMillis(millis).toNanos();
    }
}
