/** HTTP/1 towards clients: requests in, responses out, one at a time on a connection; must not know functions or tasks. */
@NullMarked
package faas.gateway.http.h1;

import org.jspecify.annotations.NullMarked;
