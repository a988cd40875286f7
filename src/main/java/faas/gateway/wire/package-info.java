/** HTTP/1.1 as it goes over a connection to a task: heads, bodies, chunks; must not know of calls, routes or callers. */
@NullMarked
package faas.gateway.wire;

import org.jspecify.annotations.NullMarked;
