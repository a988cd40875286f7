/** Tests of discovery; the fakes here stand for a Docker Engine and for what it tells of a Swarm. */
@NullMarked
package faas.gateway.discovery;

import org.jspecify.annotations.NullMarked;
