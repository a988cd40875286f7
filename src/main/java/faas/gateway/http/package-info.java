/** The client side: paths, validation, forwarded fields; must not know tasks or connections to them. */
@NullMarked
package faas.gateway.http;

import org.jspecify.annotations.NullMarked;
