/**
 * What goes back to a client: a response, or a problem with one shape everywhere.
 *
 * <p>Must not know where it came from or how it is sent: these are values and their text.
 */
@NullMarked
package faas.runtime.response;

import org.jspecify.annotations.NullMarked;
