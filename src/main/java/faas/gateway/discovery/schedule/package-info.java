/** When to read which part of the Swarm: hints, pace, back-off, deadlines; must not read anything itself. */
@NullMarked
package faas.gateway.discovery.schedule;

import org.jspecify.annotations.NullMarked;
