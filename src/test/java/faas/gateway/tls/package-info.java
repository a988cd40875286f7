/** Tests of reading certificates and keys. */
@NullMarked
package faas.gateway.tls;

import org.jspecify.annotations.NullMarked;
