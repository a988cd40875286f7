package faas.gateway.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeadlineSweeperTest {
    private static final Duration TICK = Duration.ofNanos(DeadlineSweeper.TICK_NANOS);
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final ManualThread thread = new ManualThread();
    private final DeadlineSweeper sweeper = new DeadlineSweeper(thread, thread::nanoTime);
    private final List<String> expired = new ArrayList<>();

    @ParameterizedTest
    @ValueSource(longs = {1, 49, 50, 51, 1_000, 25_549, 25_550, 25_600, 25_601, 26_000, 60_000, 600_000})
    void a_deadline_expires_soon_after_its_time_and_never_before(long millis) {
        Duration time = Duration.ofMillis(millis);
        set("a", time);

        thread.pass(time.minusNanos(1));
        assertEquals(List.of(), expired);
        thread.pass(TICK.multipliedBy(2));

        assertEquals(List.of("a"), expired);
    }

    @Test
    void deadlines_expire_in_order_of_their_time() {
        List<Integer> seconds = List.of(40, 3, 26, 1, 25, 90, 24, 2, 51, 27);
        seconds.forEach(s -> set(Integer.toString(s), Duration.ofSeconds(s)));

        thread.pass(Duration.ofSeconds(91));

        assertEquals(seconds.stream().sorted().map(s -> Integer.toString(s)).toList(), expired);
    }

    @Test
    void a_deadline_does_not_wait_for_others_beyond_the_wheel() {
        set("far", Duration.ofSeconds(60));
        thread.pass(Duration.ofSeconds(20));
        set("near", SECOND);

        thread.pass(SECOND.plus(TICK));

        assertEquals(List.of("near"), expired);
    }

    @Test
    void a_moved_deadline_expires_at_its_new_time_only() {
        Deadline later = set("later", SECOND);
        Deadline sooner = set("sooner", Duration.ofSeconds(60));
        sweeper.set(later, in(Duration.ofSeconds(5)));
        sweeper.set(sooner, in(Duration.ofSeconds(2)));

        thread.pass(Duration.ofSeconds(4));
        assertEquals(List.of("sooner"), expired);
        thread.pass(Duration.ofSeconds(60));

        assertEquals(List.of("sooner", "later"), expired);
    }

    @Test
    void a_cleared_deadline_never_expires_and_leaves_no_timer() {
        Deadline deadline = set("a", SECOND);
        sweeper.clear(deadline);
        sweeper.clear(deadline);

        thread.pass(Duration.ofSeconds(2));

        assertEquals(List.of(), expired);
        assertFalse(thread.hasTimer());
    }

    @Test
    void a_wheel_that_was_empty_for_long_continues_at_the_current_time() {
        set("first", SECOND);
        thread.pass(Duration.ofHours(1));
        assertFalse(thread.hasTimer());

        set("second", SECOND);
        thread.pass(SECOND.minusNanos(1));
        assertEquals(List.of("first"), expired);
        thread.pass(TICK.multipliedBy(2));

        assertEquals(List.of("first", "second"), expired);
    }

    @Test
    void a_deadline_does_not_expire_right_after_a_long_pause_of_the_thread() {
        set("a", SECOND);

        pause(Duration.ofMinutes(1));
        assertEquals(List.of(), expired);
        thread.pass(SECOND.minus(TICK.multipliedBy(4)));
        assertEquals(List.of(), expired);
        thread.pass(TICK.multipliedBy(4));

        assertEquals(List.of("a"), expired);
    }

    @Test
    void consecutive_pauses_do_not_add_up() {
        set("a", SECOND);

        for (int i = 0; i < 5; i++) {
            pause(Duration.ofSeconds(3));
        }

        assertEquals(List.of(), expired);
    }

    @Test
    void a_slightly_late_sweep_is_not_a_pause() {
        set("a", SECOND);

        pause(TICK.multipliedBy(2));
        thread.pass(SECOND.minus(TICK));

        assertEquals(List.of("a"), expired);
    }

    @Test
    void the_clock_stops_while_the_thread_is_late_and_never_goes_back() {
        set("a", Duration.ofMinutes(1));
        long before = sweeper.nowNanos();
        thread.beBusy(SECOND);
        long late = sweeper.nowNanos();
        thread.beBusy(Duration.ofSeconds(9));
        long laterStill = sweeper.nowNanos();
        thread.catchUp();
        long after = sweeper.nowNanos();

        assertEquals(List.of(late, late), List.of(laterStill, after));
        assertTrue(late - before <= 2 * TICK.toNanos(), () -> "it advanced by " + (late - before) + " ns");
        thread.pass(SECOND);
        assertEquals(after + SECOND.toNanos(), sweeper.nowNanos());
    }

    @Test
    void a_deadline_set_by_a_late_thread_is_not_delayed() {
        set("watched", Duration.ofMinutes(1));
        thread.beBusy(Duration.ofSeconds(30));
        set("a", SECOND);

        thread.catchUp();
        thread.pass(SECOND.plus(TICK.multipliedBy(2)));

        assertEquals(List.of("a"), expired);
    }

    @Test
    void an_expired_deadline_may_set_itself_again() {
        int[] times = {0};
        Deadline again = new Deadline() {
            @Override
            protected void expired() {
                expired.add("a" + ++times[0]);
                if (times[0] < 3) {
                    sweeper.set(this, in(SECOND));
                }
            }
        };
        sweeper.set(again, in(SECOND));

        thread.pass(Duration.ofSeconds(2));
        assertEquals(List.of("a1"), expired);
        thread.pass(Duration.ofSeconds(8));

        assertEquals(List.of("a1", "a2", "a3"), expired);
        assertFalse(thread.hasTimer());
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 10, 49, 50, 51, 75, 99, 100, 101, 150})
    void an_only_deadline_that_is_swept_late_may_set_one_beyond_the_wheel(long lateMillis) {
        sweeper.set(deadline("near", () -> set("far", Duration.ofMinutes(1))), in(SECOND));
        thread.pass(SECOND);

        assertTimeoutPreemptively(Duration.ofSeconds(10), () -> {
            pause(Duration.ofMillis(lateMillis));
            thread.pass(Duration.ofSeconds(62));
        });

        assertEquals(List.of("near", "far"), expired);
        assertFalse(thread.hasTimer());
    }

    @Test
    void an_expired_deadline_may_clear_move_and_set_others_that_are_due_with_it() {
        Deadline cleared = deadline("cleared", () -> {});
        Deadline moved = deadline("moved", () -> {});
        Deadline set = deadline("set", () -> {});
        Runnable change = () -> {
            sweeper.clear(cleared);
            sweeper.set(moved, in(SECOND));
            sweeper.set(set, in(Duration.ofSeconds(2)));
        };
        // The first one of a slot to expire finds the others still in it.
        List<Deadline> slot = List.of(deadline("one", change), cleared, moved, deadline("two", change));
        slot.forEach(deadline -> sweeper.set(deadline, in(SECOND)));

        thread.pass(SECOND.plus(TICK));
        assertEquals(2, expired.size(), expired::toString);
        assertTrue(expired.containsAll(List.of("one", "two")), expired::toString);
        thread.pass(Duration.ofSeconds(10));

        assertEquals(List.of("moved", "set"), expired.subList(2, expired.size()));
        assertFalse(thread.hasTimer());
    }

    @Test
    void a_deadline_that_throws_does_not_delay_the_others() {
        set("one", SECOND);
        sweeper.set(
                deadline("faulty", () -> {
                    throw new IllegalStateException("made by the test");
                }),
                in(SECOND));
        set("two", SECOND);

        assertThrows(IllegalStateException.class, () -> thread.pass(SECOND.plus(TICK)));
        thread.pass(TICK.multipliedBy(2));

        assertEquals(List.of("two", "faulty", "one"), expired);
    }

    @Test
    void a_deadline_that_sets_itself_in_the_past_does_not_occupy_the_thread() {
        Deadline hurried = new Deadline() {
            @Override
            protected void expired() {
                expired.add("a");
                sweeper.set(this, in(SECOND.negated()));
            }
        };
        sweeper.set(hurried, in(Duration.ofMillis(1)));

        thread.pass(SECOND);

        assertTrue(expired.size() >= 10 && expired.size() <= 20, () -> expired.size() + " times in a second");
    }

    /** The thread pauses, and then does what was due meanwhile. */
    private void pause(Duration time) {
        thread.beBusy(time);
        thread.catchUp();
    }

    private Deadline set(String name, Duration time) {
        Deadline deadline = deadline(name, () -> {});
        sweeper.set(deadline, in(time));
        return deadline;
    }

    private long in(Duration time) {
        return sweeper.nowNanos() + time.toNanos();
    }

    private Deadline deadline(String name, Runnable then) {
        return new Deadline() {
            @Override
            protected void expired() {
                expired.add(name);
                then.run();
            }
        };
    }
}
