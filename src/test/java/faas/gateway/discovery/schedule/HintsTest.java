package faas.gateway.discovery.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;

import faas.gateway.discovery.schedule.Hints.Heard;
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
    void nothing_heard_is_nothing_taken() throws InterruptedException {
        assertEquals(Optional.empty(), hints.take(0));
    }

    @Test
    void any_number_of_hints_is_one_as_old_as_the_first_about_all_they_were_about() throws InterruptedException {
        hints.raise(A);
        clock.set(200);
        hints.raise(B);
        hints.raise(A);

        assertEquals(Optional.of(new Heard(100, A.plus(B), false, Set.of())), hints.take(0));
        assertEquals(Optional.empty(), hints.take(0));
    }

    @Test
    void one_about_the_gateways_own_networks_makes_all_so() throws InterruptedException {
        hints.raiseOwnNetworks();
        hints.raise(A);

        assertEquals(Optional.of(new Heard(100, Scope.EVERYTHING, true, Set.of())), hints.take(0));
    }

    @Test
    void more_services_than_can_be_named_are_everything() throws InterruptedException {
        IntStream.range(0, Scope.MOST_SERVICES + 1).forEach(i -> hints.raise(Scope.of(List.of("service-" + i))));

        assertEquals(Optional.of(new Heard(100, Scope.EVERYTHING, false, Set.of())), hints.take(0));
    }

    @Test
    void a_suspicion_soon_after_another_of_the_same_service_is_not_heard() throws InterruptedException {
        hints.suspect("a");
        hints.take(0);
        clock.addAndGet(Duration.ofMillis(99).toNanos());
        hints.suspect("a");
        assertEquals(Optional.empty(), hints.take(0));
        hints.suspect("b");
        clock.addAndGet(Duration.ofMillis(1).toNanos());
        hints.suspect("a");

        assertEquals(Set.of("a", "b"), hints.take(0).map(Heard::suspects).orElseThrow());
    }

    @Test
    void a_hint_wakes_who_waits_for_it() throws InterruptedException {
        Thread.ofVirtual().start(() -> hints.raise(A));

        assertEquals(
                Optional.of(new Heard(100, A, false, Set.of())),
                hints.take(Duration.ofSeconds(30).toNanos()));
    }
}
