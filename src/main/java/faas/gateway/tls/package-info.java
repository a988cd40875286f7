/** Certificates and keys out of PEM files; must not know who is secured with them. */
@NullMarked
package faas.gateway.tls;

import org.jspecify.annotations.NullMarked;
