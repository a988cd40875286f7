/**
 * Responses and problems, which have one format everywhere.
 *
 * <p>Must not know where they come from or how they are sent: these are values and their text.
 */
@NullMarked
package faas.runtime.response;

import org.jspecify.annotations.NullMarked;
