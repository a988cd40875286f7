/** HTTP/2 as clients speak it: frames, streams, fields; must not know functions or tasks. */
@NullMarked
package faas.gateway.http.h2;

import org.jspecify.annotations.NullMarked;
