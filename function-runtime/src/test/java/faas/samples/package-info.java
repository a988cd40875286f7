/**
 * Functions for the runtime's own tests to start.
 *
 * <p>Must not hold a test: each is the main class of a process.
 */
@NullMarked
package faas.samples;

import org.jspecify.annotations.NullMarked;
