/** Swarm's manager API in, snapshots of what runs where out; must not know who routes by them. */
@NullMarked
package faas.gateway.discovery;

import org.jspecify.annotations.NullMarked;
