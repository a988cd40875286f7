package faas.gateway.discovery;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/**
 * What discovery needs to know of its surroundings.
 *
 * @param dockerHost the manager's API, {@code unix:///path} or {@code tcp://host:port}
 * @param tls what connections to {@code tcp://} are secured with; empty for plain ones
 * @param apiVersion a pinned version such as {@code 1.41}; empty to let the Engine choose
 * @param ownContainerIds what the gateway's own container may be called, see {@link OwnContainer}; none outside a
 *     container
 * @param deadline how long one reading of the Swarm may take at first, see {@link Deadline}
 * @param pace how soon the Swarm is read again
 */
public record DiscoverySettings(
        URI dockerHost,
        Optional<SSLContext> tls,
        Optional<String> apiVersion,
        List<String> ownContainerIds,
        Duration deadline,
        Pace pace) {
    /** The deadline that suits Swarm: a follower that lost its leader hangs for 20 s, a sound manager needs some 10 ms. */
    public static final Duration DEADLINE = Duration.ofSeconds(2);

    public DiscoverySettings {
        ownContainerIds = List.copyOf(ownContainerIds);
    }
}
