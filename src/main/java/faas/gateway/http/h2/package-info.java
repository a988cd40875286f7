/** HTTP/2 towards clients: connections, streams, requests and responses; must not know functions or tasks. */
@NullMarked
package faas.gateway.http.h2;

import org.jspecify.annotations.NullMarked;
