package faas.gateway.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
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
    void a_deadline_is_noticed_soon_after_it_has_passed_and_never_before(long millis) {
        Duration time = Duration.ofMillis(millis);
        set("a", time);

        thread.pass(time.minusNanos(1));
        assertEquals(List.of(), expired);
        thread.pass(TICK.multipliedBy(2));

        assertEquals(List.of("a"), expired);
    }

    @Test
    void deadlines_pass_in_their_order_in_whatever_order_they_were_set() {
        List<Integer> seconds = List.of(40, 3, 26, 1, 25, 90, 24, 2, 51, 27);
        seconds.forEach(s -> set(Integer.toString(s), Duration.ofSeconds(s)));

        thread.pass(Duration.ofSeconds(91));

        assertEquals(seconds.stream().sorted().map(s -> Integer.toString(s)).toList(), expired);
    }

    @Test
    void one_that_is_set_while_others_wait_beyond_the_wheel_does_not_wait_for_them() {
        set("far", Duration.ofSeconds(60));
        thread.pass(Duration.ofSeconds(20));
        set("near", SECOND);

        thread.pass(SECOND.plus(TICK));

        assertEquals(List.of("near"), expired);
    }

    @Test
    void one_that_is_moved_passes_at_the_new_time_only() {
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
    void one_that_is_cleared_never_passes_and_the_thread_is_left_alone() {
        Deadline deadline = set("a", SECOND);
        sweeper.clear(deadline);
        sweeper.clear(deadline);

        thread.pass(Duration.ofSeconds(2));

        assertEquals(List.of(), expired);
        assertFalse(thread.hasTimer());
    }

    @Test
    void a_wheel_that_stood_still_for_long_starts_where_time_is_now() {
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
    void what_was_set_before_a_long_pause_of_the_thread_does_not_pass_at_once_after_it() {
        set("a", SECOND);

        pause(Duration.ofMinutes(1));
        assertEquals(List.of(), expired);
        thread.pass(SECOND.minus(TICK.multipliedBy(4)));
        assertEquals(List.of(), expired);
        thread.pass(TICK.multipliedBy(4));

        assertEquals(List.of("a"), expired);
    }

    @Test
    void pauses_one_after_the_other_do_not_add_up_either() {
        set("a", SECOND);

        for (int i = 0; i < 5; i++) {
            pause(Duration.ofSeconds(3));
        }

        assertEquals(List.of(), expired);
    }

    @Test
    void a_sweep_that_comes_a_little_late_is_no_pause() {
        set("a", SECOND);

        pause(TICK.multipliedBy(2));
        thread.pass(SECOND.minus(TICK));

        assertEquals(List.of("a"), expired);
    }

    @Test
    void the_clock_stands_still_while_the_thread_is_late_and_never_goes_back() {
        set("a", Duration.ofMinutes(1));
        long before = sweeper.nowNanos();
        thread.beBusy(SECOND);
        long late = sweeper.nowNanos();
        thread.beBusy(Duration.ofSeconds(9));
        long laterStill = sweeper.nowNanos();
        thread.catchUp();
        long after = sweeper.nowNanos();

        assertEquals(List.of(late, late), List.of(laterStill, after));
        assertTrue(late - before <= 2 * TICK.toNanos(), () -> "it went on by " + (late - before) + " ns");
        thread.pass(SECOND);
        assertEquals(after + SECOND.toNanos(), sweeper.nowNanos());
    }

    @Test
    void what_a_late_thread_sets_is_not_put_off_by_its_delay() {
        set("watched", Duration.ofMinutes(1));
        thread.beBusy(Duration.ofSeconds(30));
        set("a", SECOND);

        thread.catchUp();
        thread.pass(SECOND.plus(TICK.multipliedBy(2)));

        assertEquals(List.of("a"), expired);
    }

    @Test
    void one_that_has_passed_may_be_set_again_by_itself() {
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

    @Test
    void one_that_passes_may_clear_move_and_set_others_though_they_are_due_with_it() {
        Deadline cleared = deadline("cleared", () -> {});
        Deadline moved = deadline("moved", () -> {});
        Deadline set = deadline("set", () -> {});
        Runnable change = () -> {
            sweeper.clear(cleared);
            sweeper.set(moved, in(SECOND));
            sweeper.set(set, in(Duration.ofSeconds(2)));
        };
        // Whichever of a slot comes first finds the others in it still.
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
    void a_fault_in_one_keeps_no_other_from_passing_in_time() {
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
    void one_that_sets_itself_in_the_past_does_not_keep_the_thread() {
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

    /** The thread does nothing for so long, and then what was due meanwhile. */
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
