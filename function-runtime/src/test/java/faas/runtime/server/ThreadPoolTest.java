package faas.runtime.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ThreadPoolTest {

    private static final int MOST = 4;
    private static final int SHORT_CALLS = 1000;

    private final ThreadPool threads = new ThreadPool(MOST);
    private final CountDownLatch release = new CountDownLatch(1);
    private final Semaphore entered = new Semaphore(0);
    private final AtomicInteger done = new AtomicInteger();

    @AfterEach
    void end() {
        release.countDown();
        threads.stop();
    }

    @Test
    void a_call_behind_one_that_blocks_gets_a_thread_of_its_own() {
        runShortCalls();

        add(this::block);
        add(done::incrementAndGet);
        threads.wake(false);

        awaitDone(SHORT_CALLS + 1);
    }

    @Test
    void as_many_calls_block_at_once_as_there_are_threads() throws Exception {
        for (int i = 0; i <= MOST; i++) {
            add(this::block);
        }
        threads.wake(false);

        entered.acquire(MOST);

        assertTrue(threads.wake(true));
        assertEquals(0, entered.availablePermits());
        release.countDown();
        awaitDone(MOST + 1);
    }

    @Test
    void nothing_is_taken_after_a_stop() {
        threads.stop();

        assertFalse(threads.add(done::incrementAndGet));
    }

    private void runShortCalls() {
        for (int i = 1; i <= SHORT_CALLS; i++) {
            add(done::incrementAndGet);
            threads.wake(false);
            awaitDone(i);
        }
    }

    private void add(Runnable call) {
        assertTrue(threads.add(call));
    }

    private void block() {
        entered.release();
        try {
            release.await();
        } catch (InterruptedException stopped) {
            return;
        }
        done.incrementAndGet();
    }

    private void awaitDone(int count) {
        TestServer.await(() -> {
            threads.wake(true);
            return done.get() >= count;
        });
    }
}
