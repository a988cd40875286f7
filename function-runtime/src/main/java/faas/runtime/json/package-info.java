/**
 * JSON, to be read and to be written.
 *
 * <p>Must not be touched before a call brings or asks for JSON: most functions never load it.
 */
@NullMarked
package faas.runtime.json;

import org.jspecify.annotations.NullMarked;
