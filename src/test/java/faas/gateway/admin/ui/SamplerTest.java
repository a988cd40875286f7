package faas.gateway.admin.ui;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import faas.gateway.metrics.CallCounts;
import faas.gateway.metrics.GatewayMetrics;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SamplerTest {
    private static final List<String> F = List.of("f");

    private final GatewayMetrics metrics = new GatewayMetrics();
    private final Sampler sampler = new Sampler(metrics);

    @Test
    void a_history_has_the_calls_of_each_slot_with_the_oldest_first() {
        calls("f", 3, 200);
        sampler.closeSlot(F);
        sampler.closeSlot(F);
        calls("f", 5, 503);
        sampler.closeSlot(F);

        assertArrayEquals(new int[] {3, 0, 5}, sampler.history("f"));
        assertEquals(Map.of("f", 5), sampler.latestSlot());
    }

    @Test
    void a_history_is_as_long_as_the_function_is_known_and_ends_after_ten_minutes() {
        IntStream.range(0, 70).forEach(i -> sampler.closeSlot(F));
        sampler.closeSlot(List.of("f", "new"));

        assertEquals(60, sampler.history("f").length);
        assertEquals(1, sampler.history("new").length);
        assertEquals(0, sampler.history("unknown").length);
    }

    @Test
    void a_function_that_comes_back_begins_a_new_history() {
        calls("f", 3, 200);
        sampler.closeSlot(F);
        sampler.closeSlot(List.of());
        metrics.retainFunctions(Set.of("g"));
        metrics.retainFunctions(Set.of("f"));
        calls("f", 2, 200);
        sampler.closeSlot(F);

        assertArrayEquals(new int[] {2}, sampler.history("f"));
    }

    @Test
    void a_counter_that_begins_again_is_no_negative_number() {
        calls("f", 9, 200);
        sampler.closeSlot(F);
        metrics.retainFunctions(Set.of("g"));
        metrics.retainFunctions(Set.of("f"));
        calls("f", 2, 200);
        sampler.closeSlot(F);

        assertArrayEquals(new int[] {9, 2}, sampler.history("f"));
    }

    @Test
    void the_minute_has_the_share_of_5xx_and_the_buckets_of_the_quantiles() {
        calls("f", 98, 200);
        sampler.closeSlot(F);
        metrics.call("f", 500, "", TimeUnit.SECONDS.toNanos(2));
        metrics.call("f", 404, "", TimeUnit.SECONDS.toNanos(2));

        Recent minute = sampler.minute("f").orElseThrow();

        assertEquals(100, minute.calls());
        assertEquals(1.0, minute.failed());
        assertEquals(1.0, CallCounts.boundsMillis().get(minute.p50()));
        assertEquals(2500.0, CallCounts.boundsMillis().get(minute.p99()));
    }

    @Test
    void what_is_older_than_a_minute_is_not_part_of_it() {
        calls("f", 5, 500);
        IntStream.range(0, 6).forEach(i -> sampler.closeSlot(F));

        assertEquals(Optional.empty(), sampler.minute("f"));
    }

    @Test
    void the_rate_is_unknown_at_first_then_that_of_the_latest_slot_and_then_that_of_seconds() {
        assertEquals(Optional.empty(), sampler.rate("f"));
        calls("f", 20, 200);
        sampler.closeSlot(F);
        assertEquals(Optional.of(2.0), sampler.rate("f"));

        sampler.read(0, F);
        calls("f", 7, 200);
        sampler.read(TimeUnit.SECONDS.toNanos(2), F);

        assertEquals(Optional.of(3.5), sampler.rate("f"));
    }

    @Test
    void the_rate_does_not_span_the_time_in_which_nobody_looked() {
        sampler.closeSlot(F);
        sampler.read(0, F);
        calls("f", 1000, 200);
        sampler.read(TimeUnit.MINUTES.toNanos(1), F);
        sampler.read(TimeUnit.SECONDS.toNanos(61), F);

        assertEquals(Optional.of(0.0), sampler.rate("f"));
    }

    @Test
    void only_so_many_functions_have_a_history_and_the_others_are_not_known() {
        List<String> names = IntStream.rangeClosed(0, Sampler.MAX_HISTORIES)
                .mapToObj(i -> "f" + i)
                .toList();
        names.forEach(name -> calls(name, 1, 200));

        sampler.closeSlot(names);

        assertEquals(Sampler.MAX_HISTORIES, sampler.latestSlot().size());
        assertEquals(Optional.empty(), sampler.minute(names.getLast()));
        assertEquals(1, sampler.minute(names.getFirst()).orElseThrow().calls());
    }

    private void calls(String function, int number, int status) {
        for (int i = 0; i < number; i++) {
            metrics.call(function, status, "", TimeUnit.MICROSECONDS.toNanos(700));
        }
    }
}
