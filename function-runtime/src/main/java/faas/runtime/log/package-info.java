/**
 * What the process says: one line per call, the failures of the function, its start and its end.
 *
 * <p>Must not print a parameter's value, nor any text of a client's unescaped.
 */
@NullMarked
package faas.runtime.log;

import org.jspecify.annotations.NullMarked;
