package faas.gateway;

import faas.gateway.discovery.Discovery;
import faas.gateway.proxy.pool.ConnectionPools;
import faas.gateway.routing.Upstream;

/**
 * Closes the idle connections of a task that is retired or ejected, and has discovery read the service of an ejected
 * one.
 */
record UpstreamEvents(ConnectionPools pools, Discovery discovery) implements Upstream.Listener {
    @Override
    public void retired(Upstream upstream) {
        pools.closeIdle(upstream);
    }

    @Override
    public void ejected(Upstream upstream) {
        pools.closeIdle(upstream);
        discovery.suspect(upstream.endpoint().serviceId());
    }
}
