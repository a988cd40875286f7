package faas.gateway.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Deadlines that are set, moved and cleared at random, also by those that expire, on a thread that is late at random. */
class DeadlineSweeperRandomTest {
    private static final int STEPS = 20_000;
    private static final Duration LIMIT = Duration.ofSeconds(30);

    /** From due at once to beyond the wheel. */
    private static final long[] DELAY_MILLIS = {0, 1, 49, 50, 500, 10_000, 25_500, 25_600, 30_000, 60_000};

    private static final long[] STEP_MILLIS = {0, 1, 30, 50, 51, 100, 1_000};
    private static final long[] LATE_MILLIS = {20, 51, 75, 100, 5_000};

    private final ManualThread thread = new ManualThread();
    private final DeadlineSweeper sweeper = new DeadlineSweeper(thread, thread::nanoTime);
    private final List<Checked> deadlines = new ArrayList<>();
    private Random random = new Random(0);

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 20})
    void each_expires_once_at_its_time(int number) {
        assertTimeoutPreemptively(LIMIT, () -> {
            for (int seed = 1; seed <= 10; seed++) {
                random = new Random(seed);
                deadlines.clear();
                for (int i = 0; i < number; i++) {
                    deadlines.add(new Checked());
                }
                for (int step = 0; step < STEPS; step++) {
                    step();
                }
                thread.pass(Duration.ofMinutes(10));
            }
        });

        deadlines.forEach(deadline -> assertFalse(deadline.isSet, "a deadline never expired"));
        assertFalse(thread.hasTimer());
        assertEquals(
                0, deadlines.stream().filter(deadline -> deadline.expiries == 0).count(), "never expired at all");
    }

    private void step() {
        switch (random.nextInt(4)) {
            case 0 -> change();
            case 1 -> {
                thread.beBusy(Duration.ofMillis(any(LATE_MILLIS)));
                thread.catchUp();
            }
            default -> thread.pass(Duration.ofMillis(any(STEP_MILLIS)));
        }
    }

    private void change() {
        Checked changed = deadlines.get(random.nextInt(deadlines.size()));
        if (random.nextInt(4) == 0) {
            changed.clear();
        } else {
            changed.set(any(DELAY_MILLIS));
        }
    }

    private long any(long[] values) {
        return values[random.nextInt(values.length)];
    }

    private final class Checked extends Deadline {
        private long dueNanos;
        private boolean isSet;
        private int expiries;

        private void set(long millis) {
            dueNanos = sweeper.nowNanos() + TimeUnit.MILLISECONDS.toNanos(millis);
            isSet = true;
            sweeper.set(this, dueNanos);
        }

        private void clear() {
            isSet = false;
            sweeper.clear(this);
        }

        @Override
        protected void expired() {
            long lateNanos = sweeper.nowNanos() - dueNanos;
            assertTrue(isSet, "expired without being set");
            // The sweep is due a tick after the deadline, and the thread's clock runs on for two ticks if it is late.
            assertTrue(
                    lateNanos >= 0 && lateNanos <= 4 * DeadlineSweeper.TICK_NANOS,
                    () -> "expired " + TimeUnit.NANOSECONDS.toMillis(lateNanos) + " ms late");
            isSet = false;
            expiries++;
            if (random.nextBoolean()) {
                change();
            }
        }
    }
}
