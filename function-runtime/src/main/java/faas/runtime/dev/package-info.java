/**
 * The development server: it serves a folder of sources, and compiles and swaps changed ones between two calls.
 *
 * <p>Must not be part of a function in production, and knows a function only by what it registers.
 */
@NullMarked
package faas.runtime.dev;

import org.jspecify.annotations.NullMarked;
