/** Tests of when the Swarm is read. */
@NullMarked
package faas.gateway.discovery.schedule;

import org.jspecify.annotations.NullMarked;
