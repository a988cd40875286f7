/**
 * The public API of the function runtime.
 *
 * <p>Must not know Undertow: everything that speaks HTTP is in {@code faas.runtime.server}.
 */
@NullMarked
package faas;

import org.jspecify.annotations.NullMarked;
