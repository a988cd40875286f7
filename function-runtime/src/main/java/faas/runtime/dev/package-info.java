/**
 * The development loop: serves a folder of sources, and compiles and swaps what changed between two calls.
 *
 * <p>Must not be part of a function in production, nor know one otherwise than by what it registers.
 */
@NullMarked
package faas.runtime.dev;

import org.jspecify.annotations.NullMarked;
