/** The values that all packages share; must not have behaviour that waits, counts or changes. */
@NullMarked
package faas.gateway.function;

import org.jspecify.annotations.NullMarked;
