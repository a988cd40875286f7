/** What happens to a call next, decided without I/O; must not know connections or threads. */
@NullMarked
package faas.gateway.proxy.flow;

import org.jspecify.annotations.NullMarked;
