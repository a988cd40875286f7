package faas.gateway.proxy.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class AttemptDeadlineTest {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    @Test
    void probes_come_ever_later_but_never_at_once() {
        AttemptDeadline deadline = new AttemptDeadline(60 * SECOND);
        deadline.progressed(0);

        assertEquals(SECOND, deadline.nextCheckNanos(0, true));
        deadline.probing();
        assertEquals(2 * SECOND, deadline.nextCheckNanos(0, true));
        for (int i = 0; i < 100; i++) {
            deadline.probing();
        }

        assertEquals(60 * SECOND, deadline.nextCheckNanos(0, true));
    }
}
