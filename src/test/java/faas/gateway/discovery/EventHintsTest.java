package faas.gateway.discovery;

import static org.junit.jupiter.api.Assertions.assertEquals;

import faas.gateway.discovery.schedule.Hints;
import faas.gateway.discovery.schedule.Hints.Batch;
import faas.gateway.discovery.schedule.Scope;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class EventHintsTest {
    private static final Optional<Batch> EVERYTHING = heard(Scope.EVERYTHING, false);
    private static final Optional<Batch> OWN_NETWORKS = heard(Scope.EVERYTHING, true);
    private static final Optional<Batch> SERVICE = heard(Scope.of(Set.of("s1")), false);

    private final Hints hints = new Hints(() -> 7);
    private final AtomicInteger opened = new AtomicInteger();
    private final EventHints events = new EventHints(hints, opened::incrementAndGet);

    @Test
    void an_event_of_a_service_hints_at_that_service() throws InterruptedException {
        events.serviceChanged("s1");

        assertEquals(SERVICE, hints.take(0));
    }

    @Test
    void an_event_about_the_swarm_hints_at_everything() throws InterruptedException {
        events.swarmChanged();

        assertEquals(EVERYTHING, hints.take(0));
    }

    @Test
    void an_event_about_the_gateways_networks_hints_at_them_and_at_everything() throws InterruptedException {
        events.ownNetworksChanged();

        assertEquals(OWN_NETWORKS, hints.take(0));
        assertEquals(0, opened.get());
    }

    @Test
    void the_beginning_of_a_stream_hints_at_all_that_may_have_been_missed() throws InterruptedException {
        events.opened();

        assertEquals(OWN_NETWORKS, hints.take(0));
        assertEquals(1, opened.get());
    }

    private static Optional<Batch> heard(Scope scope, boolean ownNetworks) {
        return Optional.of(new Batch(7, scope, ownNetworks, Set.of()));
    }
}
