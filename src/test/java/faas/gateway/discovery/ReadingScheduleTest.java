package faas.gateway.discovery;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ReadingScheduleTest {
    /** Close to where the clock runs over, since a monotonic clock may begin anywhere. */
    private static final long START_NANOS =
            Long.MAX_VALUE - Duration.ofMillis(700).toNanos();

    private final ReadingSchedule schedule = new ReadingSchedule(Pace.every(Duration.ofSeconds(1)), START_NANOS);

    @Test
    void the_first_reading_is_due_at_once() {
        assertEquals(0, dueMillis());
    }

    @Test
    void a_settled_swarm_is_read_at_the_base_interval() {
        settledAt(0);
        assertEquals(1000, dueMillis());

        settledAt(1000);
        assertEquals(2000, dueMillis());
    }

    @Test
    void a_hint_brings_the_next_reading_forward() {
        settledAt(0);

        hintAt(300);

        assertEquals(315, dueMillis());
    }

    @Test
    void a_burst_of_hints_causes_one_reading() {
        settledAt(0);

        hintAt(300);
        hintAt(305);
        hintAt(314);

        assertEquals(315, dueMillis());
    }

    @Test
    void a_hint_never_puts_a_reading_off() {
        settledAt(0);

        hintAt(995);

        assertEquals(1000, dueMillis());
    }

    @Test
    void the_reading_after_a_hint_is_repeated_once() {
        settledAt(0);
        hintAt(300);

        settledAt(315);
        assertEquals(365, dueMillis());

        settledAt(365);
        assertEquals(1365, dueMillis());
    }

    @Test
    void a_hint_before_the_repetition_begins_anew() {
        settledAt(0);
        hintAt(300);
        settledAt(315);

        hintAt(320);
        assertEquals(335, dueMillis());

        settledAt(335);
        assertEquals(385, dueMillis());
    }

    @Test
    void while_something_moves_readings_come_soon_and_then_less_so() {
        unsettledAt(0);
        assertEquals(100, dueMillis());

        unsettledAt(100);
        assertEquals(300, dueMillis());

        unsettledAt(300);
        assertEquals(550, dueMillis());

        unsettledAt(550);
        assertEquals(800, dueMillis());
    }

    @Test
    void what_never_settles_is_watched_closely_for_a_time_only() {
        long millis = 0;
        while (millis < 14_900) {
            unsettledAt(millis);
            millis = dueMillis();
        }
        unsettledAt(15_100);
        assertEquals(16_100, dueMillis());

        unsettledAt(16_100);
        assertEquals(17_100, dueMillis());
    }

    @Test
    void progress_renews_the_close_watch() {
        unsettledAt(15_100);

        succeeded(16_100, 16_100, false, true);

        assertEquals(16_200, dueMillis());
    }

    @Test
    void a_hint_renews_the_close_watch() {
        unsettledAt(15_100);
        hintAt(15_200);
        unsettledAt(15_215);
        assertEquals(15_265, dueMillis());

        unsettledAt(15_265);
        assertEquals(15_365, dueMillis());
    }

    @Test
    void failures_are_tried_again_ever_more_slowly() {
        long[] waits = {250, 500, 1000, 2000, 4000, 5000, 5000};
        long millis = 0;
        for (long wait : waits) {
            failedAt(millis);
            assertEquals(millis + wait, dueMillis());
            millis += wait;
        }
    }

    @Test
    void a_success_ends_the_back_off() {
        failedAt(0);
        failedAt(250);
        settledAt(750);

        failedAt(1750);

        assertEquals(2000, dueMillis());
    }

    @Test
    void a_hint_cuts_the_back_off_short_but_not_below_its_first_wait() {
        failedAt(0);
        failedAt(250);
        failedAt(750);

        hintAt(760);
        assertEquals(1000, dueMillis());

        failedAt(1000);
        hintAt(1600);
        assertEquals(1615, dueMillis());
    }

    @Test
    void a_reading_that_took_long_is_followed_by_a_rest_as_long() {
        succeeded(0, 800, true, false);
        assertEquals(1600, dueMillis());

        hintAt(900);
        assertEquals(1600, dueMillis());
    }

    private void hintAt(long millis) {
        schedule.hinted(nanos(millis));
    }

    private void settledAt(long millis) {
        succeeded(millis, millis, true, false);
    }

    private void unsettledAt(long millis) {
        succeeded(millis, millis, false, false);
    }

    private void succeeded(long startedMillis, long finishedMillis, boolean settled, boolean progress) {
        schedule.succeeded(nanos(startedMillis), nanos(finishedMillis), settled, progress);
    }

    private void failedAt(long millis) {
        schedule.failed(nanos(millis));
    }

    private long dueMillis() {
        return Duration.ofNanos(schedule.dueNanos() - START_NANOS).toMillis();
    }

    private static long nanos(long millis) {
        return START_NANOS + Duration.ofMillis(millis).toNanos();
    }
}
