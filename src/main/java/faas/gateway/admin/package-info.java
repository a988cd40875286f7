/** The operator's face: health, metrics, what is routed where; must not be reachable by callers. */
@NullMarked
package faas.gateway.admin;

import org.jspecify.annotations.NullMarked;
