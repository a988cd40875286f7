package faas.gateway.discovery.swarm;

import java.util.Map;

/**
 * What the evaluation of a service depends on besides the service and its tasks.
 *
 * @param nodes the nodes of the Swarm by id
 * @param ownNetworks the names of the networks the gateway is on, by id; empty if not known
 * @param gateways how many tasks of the gateway's own service run, itself included; 1 if it is not a service
 * @param behindMesh whether clients reach it through the ingress mesh
 */
public record SwarmContext(
        Map<String, SwarmNode> nodes, Map<String, String> ownNetworks, int gateways, boolean behindMesh) {
    public SwarmContext {
        nodes = Map.copyOf(nodes);
        ownNetworks = Map.copyOf(ownNetworks);
    }

    /** The context of a gateway that is alone. */
    public SwarmContext(Map<String, SwarmNode> nodes, Map<String, String> ownNetworks) {
        this(nodes, ownNetworks, 1, false);
    }

    /** Whether the node is down; an unknown node counts as up. */
    public boolean isDown(String nodeId) {
        SwarmNode node = nodes.get(nodeId);
        return node != null && node.isDown();
    }

    /** The host name of a node, or its id if the host name is not known. */
    public String hostName(String nodeId) {
        SwarmNode node = nodes.get(nodeId);
        return node == null || node.hostName().isEmpty() ? nodeId : node.hostName();
    }
}
