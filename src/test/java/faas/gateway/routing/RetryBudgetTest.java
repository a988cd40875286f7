package faas.gateway.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RetryBudgetTest {
    private static final long START = -5;

    private final RetryBudget budget = new RetryBudget(START);

    @Test
    void a_rarely_called_function_may_retry_a_hundred_times_in_ten_seconds() {
        assertEquals(100, retries(1_000, 0));
    }

    @Test
    void beyond_that_a_fifth_of_the_calls_may_be_retried() {
        call(5_000, 0);

        assertEquals(1_100, retries(10_000, 0));
    }

    @Test
    void retries_older_than_ten_seconds_no_longer_count() {
        retries(1_000, 0);

        assertEquals(0, retries(1, 10));
        assertEquals(100, retries(1_000, 11));
    }

    @Test
    void calls_older_than_ten_seconds_no_longer_count() {
        call(5_000, 0);

        assertEquals(1_100, retries(1_200, 10));
        assertEquals(0, retries(1, 11));
    }

    @Test
    void a_function_whose_tasks_all_fail_gets_a_fifth_more_attempts_and_not_three_times_as_many() {
        int attempts = 0;
        for (int second = 0; second < 60; second++) {
            call(1_000, second);
            attempts += retries(2_000, second);
        }

        assertEquals(100 + 60 * 1_000 / 5, attempts, 1_200);
    }

    @Test
    void after_a_long_pause_the_budget_starts_afresh() {
        call(5_000, 3);
        retries(5_000, 3);

        assertEquals(100, retries(1_000, 100_000));
    }

    private void call(int calls, long second) {
        for (int i = 0; i < calls; i++) {
            budget.recordCall(at(second));
        }
    }

    private int retries(int wanted, long second) {
        int retries = 0;
        for (int i = 0; i < wanted; i++) {
            if (budget.tryRetry(at(second))) {
                retries++;
            }
        }
        return retries;
    }

    private static long at(long second) {
        return START + TimeUnit.SECONDS.toNanos(second);
    }
}
