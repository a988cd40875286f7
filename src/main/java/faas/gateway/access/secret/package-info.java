/** Secrets of the gateway, each with the callers that have a credential of it, and who guesses them; must not know any kind of credential. */
@NullMarked
package faas.gateway.access.secret;

import org.jspecify.annotations.NullMarked;
