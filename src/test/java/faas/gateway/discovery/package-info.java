/** Tests of discovery as a whole, against fake Engines. */
@NullMarked
package faas.gateway.discovery;

import org.jspecify.annotations.NullMarked;
