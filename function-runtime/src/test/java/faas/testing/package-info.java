/**
 * What a function's tests need: the function as a process of its own, called over HTTP.
 *
 * <p>Must not know any function: it lies in the test jar, for whoever writes one.
 */
@NullMarked
package faas.testing;

import org.jspecify.annotations.NullMarked;
