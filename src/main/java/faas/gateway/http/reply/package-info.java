/** What the protocols share: the receiver of requests, problem responses, the access log; must not know connections. */
@NullMarked
package faas.gateway.http.reply;

import org.jspecify.annotations.NullMarked;
