package faas.gateway.discovery.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import faas.gateway.discovery.schedule.Hints.Batch;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Times are milliseconds since the start; a full reading takes 20 ms by default. */
class ReadingScheduleTest {
    /** Close to the overflow, because a monotonic clock may start anywhere. */
    private static final long START_NANOS =
            Long.MAX_VALUE - Duration.ofMillis(700).toNanos();

    private static final Scope A = Scope.of(Set.of("a"));
    private static final Scope B = Scope.of(Set.of("b"));
    private static final Set<String> NONE = Set.of();

    private final ReadingSchedule schedule = new ReadingSchedule(Pace.every(Duration.ofSeconds(1)), START_NANOS);

    @Test
    void the_first_reading_is_full_and_due_at_once() {
        assertEquals(0, dueMillis());
        assertEquals(Scope.EVERYTHING, schedule.take(nanos(0)));
    }

    @Test
    void a_settled_swarm_is_read_at_the_settled_interval() {
        settledAt(0);
        assertEquals(1000, dueMillis());

        settledAt(1000);
        assertEquals(2000, dueMillis());
    }

    @Test
    void a_large_swarm_is_read_at_an_interval_that_grows_with_its_size() {
        readAll(0, 800, NONE, NONE);

        assertEquals(16_000, dueMillis());
    }

    @Test
    void one_slow_reading_does_not_lengthen_the_interval() {
        readAll(0, 20, NONE, NONE);
        readAll(1000, 300, NONE, NONE);
        assertEquals(2000, dueMillis());

        readAll(2000, 300, NONE, NONE);
        assertEquals(8000, dueMillis());
    }

    @Test
    void a_hint_causes_a_reading_of_its_services_soon() {
        settledAt(0);

        hintAt(300, A);

        assertEquals(315, dueMillis());
        assertEquals(A, schedule.take(nanos(315)));
    }

    @Test
    void a_burst_of_hints_causes_one_reading() {
        settledAt(0);

        hintAt(300, A);
        hintAt(305, B);
        hintAt(314, A);

        assertEquals(315, dueMillis());
        assertEquals(A.plus(B), schedule.take(nanos(315)));
    }

    @Test
    void hints_about_many_services_cause_a_full_reading() {
        settledAt(0);

        IntStream.range(0, 65).forEach(i -> hintAt(300, Scope.of(Set.of("service-" + i))));

        assertEquals(Scope.EVERYTHING, schedule.take(nanos(315)));
    }

    @Test
    void where_a_full_reading_is_quick_every_reading_is_full() {
        readAll(0, 9, NONE, NONE);

        hintAt(300, A);

        assertEquals(Scope.EVERYTHING, schedule.take(nanos(315)));
    }

    @Test
    void a_hint_never_delays_a_reading() {
        settledAt(0);

        hintAt(995, A);

        assertEquals(1000, dueMillis());
    }

    @Test
    void the_reading_after_a_hint_is_repeated_once() {
        settledAt(0);
        hintAt(300, A);

        assertEquals(A, read(315, NONE, NONE));
        assertEquals(365, dueMillis());

        assertEquals(A, read(365, NONE, NONE));
        assertEquals(1000, dueMillis());
    }

    @Test
    void each_of_several_hints_is_repeated() {
        settledAt(0);
        hintAt(300, A);
        read(315, NONE, NONE);

        hintAt(320, B);
        assertEquals(B, read(335, NONE, NONE));
        assertEquals(365, dueMillis());
        assertEquals(A, read(365, NONE, NONE));
        assertEquals(385, dueMillis());

        assertEquals(B, read(385, NONE, NONE));
    }

    @Test
    void an_unsettled_service_is_read_by_itself_at_growing_intervals() {
        readAll(0, 20, Set.of("a", "c"), Set.of("a"));
        assertEquals(100, dueMillis());

        assertEquals(A, read(100, NONE, Set.of("a")));
        assertEquals(300, dueMillis());

        assertEquals(A, read(300, NONE, Set.of("a")));
        assertEquals(550, dueMillis());

        assertEquals(A, read(550, NONE, Set.of("a")));
        assertEquals(800, dueMillis());
    }

    @Test
    void a_service_that_has_settled_is_no_longer_read_by_itself() {
        readAll(0, 20, NONE, Set.of("a", "b"));

        assertEquals(A.plus(B), read(100, Set.of("b"), Set.of("a")));
        assertEquals(A, read(300, NONE, Set.of("a")));
        assertEquals(A, read(550, Set.of("a"), NONE));

        assertEquals(1000, dueMillis());
    }

    @Test
    void a_service_that_never_settles_is_watched_for_a_limited_time() {
        readAll(0, 20, NONE, Set.of("a"));
        long millis = readOnUntil(15_000, NONE, Set.of("a"));

        assertEquals(1000, dueMillis() - millis, "at the settled interval");
        readOnUntil(40_000, NONE, Set.of("a"));
        assertEquals(Scope.EVERYTHING, schedule.take(nanos(dueMillis())));
    }

    @Test
    void progress_renews_the_watch() {
        readAll(0, 20, NONE, Set.of("a"));
        long millis = readOnUntil(15_000, NONE, Set.of("a"));

        readAll(millis + 1000, 20, Set.of("a"), Set.of("a"));

        assertEquals(millis + 1100, dueMillis());
    }

    @Test
    void a_hint_renews_the_watch() {
        readAll(0, 20, NONE, Set.of("a"));
        long millis = readOnUntil(15_000, NONE, Set.of("a"));
        hintAt(millis + 200, A);
        assertEquals(A, read(millis + 215, NONE, Set.of("a")));
        assertEquals(A, read(millis + 265, NONE, Set.of("a")));

        assertEquals(millis + 315, dueMillis());
    }

    @Test
    void a_suspected_service_is_watched_though_it_is_settled() {
        settledAt(0);

        suspicionAt(300, "a");

        assertEquals(315, dueMillis());
        assertEquals(A, read(315, NONE, NONE));
        assertEquals(415, dueMillis());
        assertEquals(A, read(415, Set.of("a"), NONE));
        assertEquals(1000, dueMillis(), "the reason was found");
    }

    @Test
    void a_suspicion_of_a_watched_service_changes_nothing() {
        settledAt(0);
        suspicionAt(300, "a");
        read(315, NONE, NONE);

        suspicionAt(400, "a");

        assertEquals(415, dueMillis());
    }

    @Test
    void an_unfounded_suspicion_expires() {
        settledAt(0);
        suspicionAt(300, "a");
        long millis = readOnUntil(15_300, NONE, NONE);

        assertTrue(dueMillis() - millis > 250, "no longer at the short interval");
    }

    @Test
    void thousands_of_unsettled_services_cost_a_fifth_of_the_managers_time() {
        Set<String> many =
                IntStream.range(0, 10_000).mapToObj(i -> "service-" + i).collect(Collectors.toSet());

        readAll(0, 400, many, many);

        assertEquals(2000, dueMillis());
        assertEquals(Scope.EVERYTHING, schedule.take(nanos(2000)));
    }

    @Test
    void after_failures_full_readings_are_tried_at_growing_intervals() {
        settledAt(0);
        long[] waits = {250, 500, 1000, 2000, 4000, 5000, 5000};
        long millis = 1000;
        for (long wait : waits) {
            schedule.failed(nanos(millis));
            assertEquals(millis + wait, dueMillis());
            millis += wait;
            assertEquals(Scope.EVERYTHING, schedule.take(nanos(millis)));
        }
    }

    @Test
    void a_success_resets_the_back_off() {
        schedule.failed(nanos(0));
        schedule.failed(nanos(250));
        settledAt(750);

        schedule.failed(nanos(1750));

        assertEquals(2000, dueMillis());
    }

    @Test
    void a_hint_shortens_the_back_off_but_not_below_its_first_wait() {
        schedule.failed(nanos(0));
        schedule.failed(nanos(250));
        schedule.failed(nanos(750));

        hintAt(760, A);
        assertEquals(1000, dueMillis());
        assertEquals(Scope.EVERYTHING, schedule.take(nanos(1000)));

        schedule.failed(nanos(1000));
        hintAt(1600, A);
        assertEquals(1615, dueMillis());
    }

    @Test
    void suspicions_do_not_shorten_the_back_off() {
        settledAt(0);
        schedule.failed(nanos(1000));
        schedule.failed(nanos(1250));

        suspicionAt(1260, "a");

        assertEquals(1750, dueMillis());
    }

    @Test
    void a_slow_reading_is_followed_by_a_pause_of_the_same_length() {
        readAll(0, 800, NONE, NONE);

        hintAt(900, A);

        assertEquals(1600, dueMillis());
    }

    private void hintAt(long millis, Scope scope) {
        schedule.addHints(new Batch(nanos(millis), scope, false, Set.of()));
    }

    private void suspicionAt(long millis, String id) {
        schedule.addHints(new Batch(nanos(millis), Scope.NOTHING, false, Set.of(id)));
    }

    private void settledAt(long millis) {
        readAll(millis, 20, NONE, NONE);
    }

    private void readAll(long millis, long tookMillis, Set<String> changed, Set<String> unsettled) {
        schedule.take(nanos(millis));
        schedule.succeeded(Scope.EVERYTHING, nanos(millis), nanos(millis + tookMillis), changed, unsettled);
    }

    /** Makes the reading that is due at that time; a full one takes 20 ms, a partial one no time. */
    private Scope read(long millis, Set<String> changed, Set<String> unsettled) {
        Scope scope = schedule.take(nanos(millis));
        schedule.succeeded(scope, nanos(millis), nanos(millis + (scope.isEverything() ? 20 : 0)), changed, unsettled);
        return scope;
    }

    /** Makes every reading that is due until that time; returns the time of the last full one. */
    private long readOnUntil(long endMillis, Set<String> changed, Set<String> unsettled) {
        long whole = 0;
        for (long millis = dueMillis(); millis <= endMillis + 1000; millis = dueMillis()) {
            Scope scope = read(millis, changed, unsettled);
            assertFalse(scope.isNothing(), "Docker takes an empty list of ids for all");
            if (scope.isEverything()) {
                whole = millis;
            }
        }
        return whole;
    }

    private long dueMillis() {
        return Duration.ofNanos(schedule.dueNanos() - START_NANOS).toMillis();
    }

    private static long nanos(long millis) {
        return START_NANOS + Duration.ofMillis(millis).toNanos();
    }
}
