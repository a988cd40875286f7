package faas.gateway.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CallsInFlightTest {
    private static final Duration LONG = Duration.ofMinutes(5);

    private final CallsInFlight calls = new CallsInFlight();

    @Test
    void it_neither_leaves_nor_is_closed_before_it_is_told() {
        assertEquals(List.of(false, false), List.of(calls.leaving(), calls.closed()));
        calls.leave();
        assertEquals(List.of(true, false), List.of(calls.leaving(), calls.closed()));
        calls.close();
        assertEquals(List.of(true, true), List.of(calls.leaving(), calls.closed()));
    }

    @Test
    void without_a_call_nobody_waits() throws InterruptedException {
        calls.close();

        assertTrue(calls.awaitNone(Duration.ZERO));
    }

    @Test
    void the_last_call_ends_the_wait() throws Exception {
        calls.began();
        calls.began();
        calls.close();
        CompletableFuture<Boolean> none = awaitNone(LONG);

        calls.ended();
        assertFalse(none.isDone());
        calls.ended();

        assertTrue(none.get(20, TimeUnit.SECONDS));
    }

    @Test
    void the_wait_ends_in_time_though_a_call_does_not() throws InterruptedException {
        calls.began();
        calls.close();

        assertFalse(calls.awaitNone(Duration.ofMillis(50)));
        assertFalse(calls.awaitNone(Duration.ZERO));
    }

    @Test
    void calls_that_come_after_the_wait_are_counted_without_waiting() throws InterruptedException {
        calls.close();
        assertTrue(calls.awaitNone(LONG));

        calls.began();
        assertFalse(calls.awaitNone(Duration.ZERO));
        calls.ended();

        assertTrue(calls.awaitNone(Duration.ZERO));
    }

    @Test
    void calls_that_go_on_coming_neither_wait_nor_lengthen_the_wait() throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        calls.began();
        calls.close();
        CountDownLatch counting = new CountDownLatch(4);
        List<Thread> clients = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            clients.add(Thread.ofPlatform().start(() -> {
                while (!over.get()) {
                    calls.began();
                    calls.ended();
                    counting.countDown();
                }
            }));
        }
        counting.await();

        assertFalse(calls.awaitNone(Duration.ofMillis(200)));

        over.set(true);
        for (Thread client : clients) {
            client.join();
        }
        calls.ended();
        assertTrue(calls.awaitNone(Duration.ZERO));
    }

    private CompletableFuture<Boolean> awaitNone(Duration limit) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return calls.awaitNone(limit);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        });
    }
}
