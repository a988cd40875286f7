/**
 * Compiles the sources of a function with the compiler of the running JDK.
 *
 * <p>Must not run any of the compiled code.
 */
@NullMarked
package faas.runtime.compile;

import org.jspecify.annotations.NullMarked;
