package faas.gateway.discovery.docker;

import java.net.URI;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/**
 * Where a Docker Engine is reached, and how.
 *
 * @param host {@code unix:///path} or {@code tcp://host:port}
 * @param tls secures connections to {@code tcp://}; empty for plain connections
 * @param apiVersion a pinned version such as {@code 1.41}; empty to let the Engine choose
 */
public record DockerAddress(URI host, Optional<SSLContext> tls, Optional<String> apiVersion) {}
