package faas.gateway.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import faas.gateway.function.RateLimit;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RateLimitsTest {
    private static final RateLimit LIMIT = new RateLimit(10, Duration.ofSeconds(1), 3, false);
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final RateLimits limits = new RateLimits();

    @Test
    void a_client_may_make_its_burst_at_once_and_then_its_rate() {
        assertEquals(3, granted("a", 0, 5));
        assertEquals(Duration.ofMillis(100), take("f", "a", LIMIT, 0));
        assertEquals(1, granted("a", SECOND / 10, 5));
        assertEquals(3, granted("a", SECOND, 5));
        assertEquals(3, granted("b", SECOND, 5));
    }

    @Test
    void refused_calls_do_not_count() {
        granted("a", 0, 1_000);

        assertEquals(1, granted("a", SECOND / 10, 5));
    }

    @Test
    void over_time_a_client_gets_its_rate_however_it_spreads_its_calls() {
        int granted = 0;
        for (int i = 0; i < 1_000; i++) {
            granted += granted("a", i * SECOND / 100, 1);
        }

        assertEquals(3 + 99, granted, 1);
    }

    @Test
    void functions_and_limits_count_by_themselves() {
        granted("a", 0, 5);

        assertEquals(Duration.ZERO, take("g", "a", LIMIT, 0));
        assertEquals(Duration.ZERO, take("f", "a", new RateLimit(10, Duration.ofSeconds(1), 4, false), 0));
    }

    @Test
    void a_call_that_exceeds_one_of_several_limits_counts_towards_none() {
        RateLimit strict = new RateLimit(1, Duration.ofHours(1), 1, false);
        RateLimit stricter = new RateLimit(1, Duration.ofHours(2), 1, false);
        List<RateLimits.Bucket> all = Stream.of(LIMIT, strict, stricter)
                .map(limit -> new RateLimits.Bucket("f", limit, "a"))
                .toList();

        assertNull(limits.take(all, 0));
        for (int i = 0; i < 5; i++) {
            assertEquals(new RateLimits.Exceeded(stricter, Duration.ofHours(2)), limits.take(all, 0));
        }
        assertEquals(2, granted("a", 0, 5));
    }

    @Test
    void several_gateways_share_rate_and_burst() {
        limits.gateways(2);

        assertEquals(1, granted("a", 0, 5));
        assertEquals(Duration.ofMillis(200), take("f", "a", LIMIT, 0));
    }

    @Test
    void the_largest_and_the_smallest_limits_work() {
        RateLimit slow = new RateLimit(1, Duration.ofHours(1), 1_000_000, false);
        RateLimit fast = new RateLimit(1_000_000, Duration.ofSeconds(1), 1, false);

        assertEquals(Duration.ZERO, take("f", "slow", slow, 0));
        assertEquals(Duration.ZERO, take("f", "slow", slow, 0));
        assertEquals(Duration.ZERO, take("f", "fast", fast, 0));
        assertTrue(take("f", "fast", fast, 0).toNanos() <= 1_000);
    }

    @Test
    void any_number_of_clients_takes_bounded_memory() {
        for (int i = 0; i < 3 * RateLimits.MAX_CLIENTS; i++) {
            assertEquals(Duration.ZERO, take("f", "client " + i, LIMIT, 0));
        }

        assertEquals(RateLimits.MAX_CLIENTS, limits.clients());
    }

    private int granted(String client, long nowNanos, int calls) {
        int granted = 0;
        for (int i = 0; i < calls; i++) {
            granted += take("f", client, LIMIT, nowNanos).isZero() ? 1 : 0;
        }
        return granted;
    }

    private Duration take(String function, String client, RateLimit limit, long nowNanos) {
        RateLimits.Exceeded exceeded = limits.take(List.of(new RateLimits.Bucket(function, limit, client)), nowNanos);
        return exceeded == null ? Duration.ZERO : exceeded.delay();
    }
}
