/** Environment in, exit code out: builds all packages, starts and drains them; must not do their work. */
@NullMarked
package faas.gateway;

import org.jspecify.annotations.NullMarked;
