/** HTTP/1.1 messages on a connection, for both sides: heads, fields, chunks; must not know clients, tasks or calls. */
@NullMarked
package faas.gateway.http1;

import org.jspecify.annotations.NullMarked;
