/** Tests of the values. */
@NullMarked
package faas.gateway.tls;

import org.jspecify.annotations.NullMarked;
