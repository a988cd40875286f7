/** The loop that reads a Swarm and publishes snapshots of what runs where; must not know who routes by them. */
@NullMarked
package faas.gateway.discovery;

import org.jspecify.annotations.NullMarked;
