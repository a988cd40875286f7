/** The environment in, typed settings out; must not act on any of them. */
@NullMarked
package faas.gateway.config;

import org.jspecify.annotations.NullMarked;
