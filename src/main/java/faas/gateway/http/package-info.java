/** The public face: listeners, paths, problems as text, the access log; must not know tasks or connections to them. */
@NullMarked
package faas.gateway.http;

import org.jspecify.annotations.NullMarked;
