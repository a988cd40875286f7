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
    void keep_alive_is_disabled_and_calls_are_refused_only_on_demand() {
        assertEquals(List.of(false, false), List.of(calls.keepAliveDisabled(), calls.closed()));
        calls.disableKeepAlive();
        assertEquals(List.of(true, false), List.of(calls.keepAliveDisabled(), calls.closed()));
        calls.close();
        assertEquals(List.of(true, true), List.of(calls.keepAliveDisabled(), calls.closed()));
    }

    @Test
    void without_a_call_there_is_no_wait() throws InterruptedException {
        calls.close();

        assertTrue(calls.awaitNone(Duration.ZERO));
    }

    @Test
    void the_last_call_ends_the_wait() throws Exception {
        calls.callStarted();
        calls.callStarted();
        calls.close();
        CompletableFuture<Boolean> none = awaitNone(LONG);

        calls.callEnded();
        assertFalse(none.isDone());
        calls.callEnded();

        assertTrue(none.get(20, TimeUnit.SECONDS));
    }

    @Test
    void the_wait_ends_in_time_even_if_a_call_does_not() throws InterruptedException {
        calls.callStarted();
        calls.close();

        assertFalse(calls.awaitNone(Duration.ofMillis(50)));
        assertFalse(calls.awaitNone(Duration.ZERO));
    }

    @Test
    void calls_after_the_wait_are_counted_without_blocking() throws InterruptedException {
        calls.close();
        assertTrue(calls.awaitNone(LONG));

        calls.callStarted();
        assertFalse(calls.awaitNone(Duration.ZERO));
        calls.callEnded();

        assertTrue(calls.awaitNone(Duration.ZERO));
    }

    @Test
    void a_stream_of_calls_neither_blocks_nor_extends_the_wait() throws Exception {
        AtomicBoolean stop = new AtomicBoolean();
        calls.callStarted();
        calls.close();
        CountDownLatch counting = new CountDownLatch(4);
        List<Thread> clients = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            clients.add(Thread.ofPlatform().start(() -> {
                while (!stop.get()) {
                    calls.callStarted();
                    calls.callEnded();
                    counting.countDown();
                }
            }));
        }
        counting.await();

        assertFalse(calls.awaitNone(Duration.ofMillis(200)));

        stop.set(true);
        for (Thread client : clients) {
            client.join();
        }
        calls.callEnded();
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
