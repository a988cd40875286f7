/**
 * The log: one line for each call, failures of the function, start and stop.
 *
 * <p>Must not contain the value of a parameter, nor unescaped text from a client.
 */
@NullMarked
package faas.runtime.log;

import org.jspecify.annotations.NullMarked;
