/** What the protocols share: who receives requests, problems as text, the access log; must not know connections. */
@NullMarked
package faas.gateway.http.reply;

import org.jspecify.annotations.NullMarked;
