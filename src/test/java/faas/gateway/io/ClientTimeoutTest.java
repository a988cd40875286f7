package faas.gateway.io;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ClientTimeoutTest {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final Duration JUST_OVER = Duration.ofSeconds(11);

    private final ManualThread thread = new ManualThread();
    private final DeadlineSweeper sweeper = new DeadlineSweeper(thread, thread::nanoTime);
    private int expired;
    private final ClientTimeout timeout = new ClientTimeout(sweeper, () -> expired++);

    @Test
    void a_wait_that_somebody_else_limits_ends_without_a_timeout() {
        timeout.startUnlimited();
        thread.pass(JUST_OVER);
        timeout.stopUnlimited();

        assertEquals(0, expired);
        assertEquals(Long.MAX_VALUE, timeout.waitingSinceNanos());
    }

    @Test
    void a_wait_for_a_response_to_be_read_keeps_its_limit_while_the_body_of_the_request_comes() {
        timeout.startIfStopped(LIMIT.toNanos());
        timeout.startUnlimited();
        timeout.stopUnlimited();

        thread.pass(JUST_OVER);

        assertEquals(1, expired);
    }

    @Test
    void a_wait_for_a_response_to_be_read_gets_its_limit_while_the_body_of_the_request_is_awaited() {
        timeout.startUnlimited();
        timeout.startIfStopped(LIMIT.toNanos());
        timeout.stopUnlimited();

        thread.pass(JUST_OVER);

        assertEquals(1, expired);
    }

    @Test
    void progress_ends_a_wait() {
        timeout.startIfStopped(LIMIT.toNanos());
        timeout.progressed();

        thread.pass(JUST_OVER);

        assertEquals(0, expired);
    }
}
