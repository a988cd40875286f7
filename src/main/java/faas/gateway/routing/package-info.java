/** Who can serve a call, and whose turn it is; must not know Docker, sockets or HTTP. */
@NullMarked
package faas.gateway.routing;

import org.jspecify.annotations.NullMarked;
