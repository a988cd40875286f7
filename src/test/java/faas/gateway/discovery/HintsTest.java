package faas.gateway.discovery;

import static org.junit.jupiter.api.Assertions.assertEquals;

import faas.gateway.discovery.Hints.About;
import faas.gateway.discovery.Hints.Heard;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class HintsTest {
    private final AtomicLong clock = new AtomicLong(100);
    private final Hints hints = new Hints(clock::get);

    @Test
    void nothing_heard_is_nothing_taken() throws InterruptedException {
        assertEquals(Optional.empty(), hints.take(0));
    }

    @Test
    void any_number_of_hints_is_one_as_old_as_the_first() throws InterruptedException {
        hints.raise(About.SWARM);
        clock.set(200);
        hints.raise(About.SWARM);

        assertEquals(Optional.of(new Heard(100, false)), hints.take(0));
        assertEquals(Optional.empty(), hints.take(0));
    }

    @Test
    void one_about_networks_makes_all_so() throws InterruptedException {
        hints.raise(About.NETWORKS);
        hints.raise(About.SWARM);

        assertEquals(Optional.of(new Heard(100, true)), hints.take(0));
    }

    @Test
    void a_hint_wakes_who_waits_for_it() throws InterruptedException {
        Thread.ofVirtual().start(() -> hints.raise(About.SWARM));

        assertEquals(
                Optional.of(new Heard(100, false)),
                hints.take(Duration.ofSeconds(30).toNanos()));
    }
}
