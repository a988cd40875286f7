/** The traces of calls: W3C Trace Context, spans and their export; must not know how a call is executed. */
@NullMarked
package faas.gateway.trace;

import org.jspecify.annotations.NullMarked;
