/**
 * Source files of a function as classes, by the compiler of the Java that runs.
 *
 * <p>Must not run anything of what it compiles.
 */
@NullMarked
package faas.runtime.compile;

import org.jspecify.annotations.NullMarked;
