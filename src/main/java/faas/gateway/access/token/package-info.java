/** Tokens of issuers (JWT, RFC 7519), which prove who makes a call; must not know what callers may do. */
@NullMarked
package faas.gateway.access.token;

import org.jspecify.annotations.NullMarked;
