/** The certificates of both ends of a TLS connection, and their renewal; must not know records. */
@NullMarked
package faas.gateway.http.tls.certificate;

import org.jspecify.annotations.NullMarked;
