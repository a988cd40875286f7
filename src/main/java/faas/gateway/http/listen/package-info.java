/** Listening sockets, TLS and the detection of the protocol; must not know requests. */
@NullMarked
package faas.gateway.http.listen;

import org.jspecify.annotations.NullMarked;
