/** Checks that take too long for an IO thread: few threads, a short queue, once for all who wait; must not know what is checked. */
@NullMarked
package faas.gateway.access.check;

import org.jspecify.annotations.NullMarked;
