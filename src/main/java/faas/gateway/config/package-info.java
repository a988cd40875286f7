/** The environment as typed settings, or all invalid settings together; must not act on any of them. */
@NullMarked
package faas.gateway.config;

import org.jspecify.annotations.NullMarked;
