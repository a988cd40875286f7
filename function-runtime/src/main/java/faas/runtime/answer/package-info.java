/**
 * What goes back to a caller: an answer, or a problem with one shape everywhere.
 *
 * <p>Must not know where it came from or how it is sent: these are values and their text.
 */
@NullMarked
package faas.runtime.answer;

import org.jspecify.annotations.NullMarked;
