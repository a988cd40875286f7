package faas.gateway.proxy.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class UploadPaceTest {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final UploadPace pace = new UploadPace(0);

    @Test
    void bytes_that_arrive_do_not_put_off_a_check_and_a_check_does() {
        pace.uploaded(1);
        assertEquals(SECOND, pace.nextCheckNanos());

        assertFalse(pace.isTooSlow(SECOND));
        pace.uploaded(1);

        assertEquals(2 * SECOND, pace.nextCheckNanos());
    }

    @Test
    void a_body_may_pause_for_five_seconds_and_has_to_come_at_a_kilobyte_a_second_then() {
        pace.uploaded(1024);

        assertFalse(pace.isTooSlow(6 * SECOND));
        assertTrue(pace.isTooSlow(7 * SECOND));
    }
}
