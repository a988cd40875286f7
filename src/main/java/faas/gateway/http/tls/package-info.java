/** TLS on clients' connections; must not know what is sent over them. */
@NullMarked
package faas.gateway.http.tls;

import org.jspecify.annotations.NullMarked;
