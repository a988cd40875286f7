/** HTTP/2 frames in and out, with the windows and limits of a connection; must not know streams, requests or HPACK. */
@NullMarked
package faas.gateway.http.h2.frame;

import org.jspecify.annotations.NullMarked;
