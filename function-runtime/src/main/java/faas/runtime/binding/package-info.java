/**
 * Reads the function's arguments from the raw query and body, or reports everything that is wrong with them.
 *
 * <p>Must not be lenient: ambiguous input is rejected, and nothing is narrowed, trimmed or guessed.
 */
@NullMarked
package faas.runtime.binding;

import org.jspecify.annotations.NullMarked;
