/** HTTP/1 as clients speak it: requests in, responses out, one after the other on a connection; must not know functions or tasks. */
@NullMarked
package faas.gateway.http.h1;

import org.jspecify.annotations.NullMarked;
