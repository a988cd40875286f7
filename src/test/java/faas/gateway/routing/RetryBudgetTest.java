package faas.gateway.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RetryBudgetTest {
    private static final long START = -5;

    private final RetryBudget budget = new RetryBudget(START);

    @Test
    void a_function_that_is_hardly_called_may_try_again_a_hundred_times_in_ten_seconds() {
        assertEquals(100, taken(1_000, 0));
    }

    @Test
    void a_fifth_of_the_calls_may_be_tried_again_beyond_that() {
        call(5_000, 0);

        assertEquals(1_100, taken(10_000, 0));
    }

    @Test
    void what_was_tried_ten_seconds_ago_counts_no_more() {
        taken(1_000, 0);

        assertEquals(0, taken(1, 10));
        assertEquals(100, taken(1_000, 11));
    }

    @Test
    void calls_of_ten_seconds_ago_count_no_more() {
        call(5_000, 0);

        assertEquals(1_100, taken(1_200, 10));
        assertEquals(0, taken(1, 11));
    }

    @Test
    void a_function_of_which_every_task_fails_gets_a_fifth_more_calls_and_not_three_times_as_many() {
        int tries = 0;
        for (int second = 0; second < 60; second++) {
            call(1_000, second);
            tries += taken(2_000, second);
        }

        assertEquals(100 + 60 * 1_000 / 5, tries, 1_200);
    }

    @Test
    void a_function_that_rests_for_long_begins_anew() {
        call(5_000, 3);
        taken(5_000, 3);

        assertEquals(100, taken(1_000, 100_000));
    }

    private void call(int calls, long second) {
        for (int i = 0; i < calls; i++) {
            budget.called(at(second));
        }
    }

    private int taken(int wanted, long second) {
        int taken = 0;
        for (int i = 0; i < wanted; i++) {
            if (budget.takeRetry(at(second))) {
                taken++;
            }
        }
        return taken;
    }

    private static long at(long second) {
        return START + TimeUnit.SECONDS.toNanos(second);
    }
}
