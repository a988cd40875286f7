/** Environment in, exit code out: builds every room, starts it, drains it; must not do any room's work. */
@NullMarked
package faas.gateway;

import org.jspecify.annotations.NullMarked;
