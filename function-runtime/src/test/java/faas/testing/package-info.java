/**
 * Test support for functions: a function as a process of its own, called over HTTP.
 *
 * <p>Must not know any function: it is published in the test jar.
 */
@NullMarked
package faas.testing;

import org.jspecify.annotations.NullMarked;
