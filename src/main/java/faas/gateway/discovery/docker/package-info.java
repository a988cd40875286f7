/** The Docker Engine's HTTP API: address, TLS, faults, limits, JSON; must not know what Swarm's objects mean. */
@NullMarked
package faas.gateway.discovery.docker;

import org.jspecify.annotations.NullMarked;
