package faas.gateway.discovery;

import faas.gateway.discovery.schedule.Hints;
import faas.gateway.discovery.schedule.Scope;
import faas.gateway.discovery.swarm.EventListener;
import java.util.List;

/**
 * Turns what events are about into hints.
 *
 * @param onOpened runs whenever a stream was opened
 */
record EventHints(Hints hints, Runnable onOpened) implements EventListener {
    /** Events before this moment may have been missed, so that everything is to be read. */
    @Override
    public void opened() {
        onOpened.run();
        hints.addOwnNetworks();
    }

    @Override
    public void serviceChanged(String serviceId) {
        hints.add(Scope.of(List.of(serviceId)));
    }

    @Override
    public void swarmChanged() {
        hints.add(Scope.EVERYTHING);
    }

    @Override
    public void ownNetworksChanged() {
        hints.addOwnNetworks();
    }
}
