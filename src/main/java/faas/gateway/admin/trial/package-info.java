/** Calls of functions that an operator makes on the page for people; must not reach a function but by the port for clients. */
@NullMarked
package faas.gateway.admin.trial;

import org.jspecify.annotations.NullMarked;
