/** Certificates and keys from PEM files; must not know which connections use them. */
@NullMarked
package faas.gateway.tls;

import org.jspecify.annotations.NullMarked;
