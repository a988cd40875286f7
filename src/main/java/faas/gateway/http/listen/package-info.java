/** Addresses, TLS, and which protocol a new connection speaks; must not know requests. */
@NullMarked
package faas.gateway.http.listen;

import org.jspecify.annotations.NullMarked;
