/** HPACK (RFC 7541): field blocks to fields and back; must not know frames, streams or requests. */
@NullMarked
package faas.gateway.http.h2.hpack;

import org.jspecify.annotations.NullMarked;
