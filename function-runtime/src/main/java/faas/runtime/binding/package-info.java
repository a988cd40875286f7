/**
 * From the raw query and body to the function's values, or to everything that is wrong with them.
 *
 * <p>Must not be lenient: what could be read in two ways is refused, and nothing is narrowed, trimmed or guessed.
 */
@NullMarked
package faas.runtime.binding;

import org.jspecify.annotations.NullMarked;
