/** The connections to tasks of each IO thread, and probes; must not know calls. */
@NullMarked
package faas.gateway.proxy.pool;

import org.jspecify.annotations.NullMarked;
