package faas.gateway.discovery;

import faas.gateway.discovery.docker.DockerAddress;
import faas.gateway.discovery.schedule.Pace;
import java.time.Duration;
import java.util.List;

/**
 * The settings of discovery.
 *
 * @param docker a manager's API
 * @param ownContainerIds possible ids of the gateway's own container; none outside a container
 * @param deadline how long one reading of the Swarm may take at first; it then adapts to the size of the Swarm
 * @param pace how soon the Swarm is read again
 */
public record DiscoverySettings(DockerAddress docker, List<String> ownContainerIds, Duration deadline, Pace pace) {
    /** The deadline that suits Swarm: a healthy manager needs about 10 ms; one that lost its leader hangs for 20 s. */
    public static final Duration DEADLINE = Duration.ofSeconds(2);

    public DiscoverySettings {
        ownContainerIds = List.copyOf(ownContainerIds);
    }
}
