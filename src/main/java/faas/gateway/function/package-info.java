/** The values every room speaks in; must not hold behaviour that waits, counts or changes. */
@NullMarked
package faas.gateway.function;

import org.jspecify.annotations.NullMarked;
