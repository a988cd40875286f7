package faas.gateway.access.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class SharedChecksTest {
    private static final int MAX_WAITING = 20;
    private static final int MAX_PER_CLIENT = 4;

    private final CheckThreads threads = new CheckThreads(1, MAX_WAITING);
    private final SharedChecks<String, String> checks = new SharedChecks<>(threads, MAX_PER_CLIENT);
    private final CountDownLatch release = new CountDownLatch(1);
    private final AtomicInteger made = new AtomicInteger();

    @AfterEach
    void stop() {
        release.countDown();
        threads.close();
    }

    @Test
    void calls_with_the_same_credential_share_a_check_and_a_later_one_is_checked_again() throws Exception {
        CompletableFuture<@Nullable String> first = new CompletableFuture<>();
        CompletableFuture<@Nullable String> second = new CompletableFuture<>();

        assertTrue(checks.begin("a", "client", this::held, first::complete));
        assertTrue(checks.begin("a", "other", this::held, second::complete));
        release.countDown();

        assertEquals("held1", first.get(10, TimeUnit.SECONDS));
        assertEquals("held1", second.get(10, TimeUnit.SECONDS));
        assertEquals("held2", result("a", this::held));
    }

    @Test
    void one_client_cannot_take_all_places() {
        for (int i = 0; i < MAX_PER_CLIENT; i++) {
            assertTrue(checks.begin("guess" + i, "guesser", this::held, result -> {}));
        }

        assertFalse(checks.begin("guess", "guesser", this::held, result -> {}));
        assertTrue(checks.begin("password", "client", this::held, result -> {}));
        assertTrue(checks.begin("password", "guesser", this::held, result -> {}), "joins");
    }

    @Test
    void many_clients_fill_the_queue_and_then_no_check_begins() throws Exception {
        int begun = 0;
        while (begun < 1_000 && checks.begin("guess" + begun, "client" + begun, this::held, result -> {})) {
            begun++;
        }

        // One runs.
        assertEquals(MAX_WAITING + 1, begun);
        release.countDown();
        assertTrue(String.valueOf(result("last", this::held)).startsWith("held"));
    }

    @Test
    void a_check_that_fails_gives_no_result_and_the_next_one_does() throws Exception {
        Logger log = (Logger) LoggerFactory.getLogger(SharedChecks.class);
        log.setLevel(Level.OFF);
        try {
            assertNull(result("a", () -> {
                throw new IllegalStateException();
            }));
        } finally {
            log.setLevel(null);
        }
        release.countDown();
        assertEquals("held1", result("a", this::held));
    }

    private @Nullable String result(String credential, Supplier<String> check) throws Exception {
        CompletableFuture<@Nullable String> result = new CompletableFuture<>();
        while (!checks.begin(credential, "client", check, result::complete)) {
            Thread.onSpinWait();
        }
        return result.get(10, TimeUnit.SECONDS);
    }

    private String held() {
        try {
            assertTrue(release.await(10, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return "held" + made.incrementAndGet();
    }
}
