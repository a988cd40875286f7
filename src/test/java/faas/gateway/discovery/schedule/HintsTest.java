package faas.gateway.discovery.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;

import faas.gateway.discovery.schedule.Hints.Batch;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HintsTest {
    private static final Scope A = Scope.of(List.of("a"));
    private static final Scope B = Scope.of(List.of("b"));

    private final AtomicLong clock = new AtomicLong(100);
    private final Hints hints = new Hints(clock::get);

    @Test
    void without_a_hint_nothing_is_taken() throws InterruptedException {
        assertEquals(Optional.empty(), hints.take(0));
    }

    @Test
    void several_hints_are_taken_as_one_batch_with_the_time_of_the_first() throws InterruptedException {
        hints.add(A);
        clock.set(200);
        hints.add(B);
        hints.add(A);

        assertEquals(Optional.of(new Batch(100, A.plus(B), false, Set.of())), hints.take(0));
        assertEquals(Optional.empty(), hints.take(0));
    }

    @Test
    void a_hint_about_the_gateways_networks_marks_the_batch() throws InterruptedException {
        hints.addOwnNetworks();
        hints.add(A);

        assertEquals(Optional.of(new Batch(100, Scope.EVERYTHING, true, Set.of())), hints.take(0));
    }

    @Test
    void hints_about_too_many_services_cover_everything() throws InterruptedException {
        IntStream.range(0, Scope.MAX_SERVICES + 1).forEach(i -> hints.add(Scope.of(List.of("service-" + i))));

        assertEquals(Optional.of(new Batch(100, Scope.EVERYTHING, false, Set.of())), hints.take(0));
    }

    @Test
    void a_suspicion_soon_after_another_of_the_same_service_is_ignored() throws InterruptedException {
        hints.suspect("a");
        hints.take(0);
        clock.addAndGet(Duration.ofMillis(99).toNanos());
        hints.suspect("a");
        assertEquals(Optional.empty(), hints.take(0));
        hints.suspect("b");
        clock.addAndGet(Duration.ofMillis(1).toNanos());
        hints.suspect("a");

        assertEquals(Set.of("a", "b"), hints.take(0).map(Batch::suspects).orElseThrow());
    }

    @Test
    void a_hint_wakes_the_waiting_thread() throws InterruptedException {
        Thread.ofVirtual().start(() -> hints.add(A));

        assertEquals(
                Optional.of(new Batch(100, A, false, Set.of())),
                hints.take(Duration.ofSeconds(30).toNanos()));
    }
}
