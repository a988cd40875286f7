/**
 * The door of the function runtime: what a function's author writes against.
 *
 * <p>Must not know Undertow: whatever speaks HTTP lies behind {@code faas.runtime.server}.
 */
@NullMarked
package faas;

import org.jspecify.annotations.NullMarked;
