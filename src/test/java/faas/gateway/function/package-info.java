/** Tests of the values. */
@NullMarked
package faas.gateway.function;

import org.jspecify.annotations.NullMarked;
