/** Messages drawn by chance, sent through a real gateway. Must not use the gateway's own parsers or encoders. */
@NullMarked
package faas.gateway.fuzz;

import org.jspecify.annotations.NullMarked;
