/**
 * Functions that the tests of the runtime start.
 *
 * <p>Must not contain tests: each class is the main class of a process.
 */
@NullMarked
package faas.samples;

import org.jspecify.annotations.NullMarked;
