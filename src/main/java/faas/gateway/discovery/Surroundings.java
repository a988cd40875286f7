package faas.gateway.discovery;

import java.util.Map;

/**
 * What a service is judged by besides itself.
 *
 * @param nodes the nodes of the Swarm by id
 * @param ownNetworks the names of the networks the gateway is on, by id; empty if not known
 */
record Surroundings(Map<String, SwarmNode> nodes, Map<String, String> ownNetworks) {
    Surroundings {
        nodes = Map.copyOf(nodes);
        ownNetworks = Map.copyOf(ownNetworks);
    }
}
