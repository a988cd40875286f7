/** A service of the operator's that decides who may call; must not know what callers may do otherwise. */
@NullMarked
package faas.gateway.access.forward;

import org.jspecify.annotations.NullMarked;
