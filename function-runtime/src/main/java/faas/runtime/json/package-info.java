/**
 * Reads and writes JSON.
 *
 * <p>Must not be loaded before a request contains or asks for JSON: most functions never need it.
 */
@NullMarked
package faas.runtime.json;

import org.jspecify.annotations.NullMarked;
