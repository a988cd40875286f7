/** Keys and signatures, which prove who makes a call; must not know what callers may do. */
@NullMarked
package faas.gateway.access.proof;

import org.jspecify.annotations.NullMarked;
