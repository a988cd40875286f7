/** What a Swarm manager reports: services, tasks, nodes, own networks, events; must not decide what is routed. */
@NullMarked
package faas.gateway.discovery.swarm;

import org.jspecify.annotations.NullMarked;
