/** Which task gets a call, and where calls wait for one; must not know Docker, sockets or HTTP. */
@NullMarked
package faas.gateway.routing;

import org.jspecify.annotations.NullMarked;
