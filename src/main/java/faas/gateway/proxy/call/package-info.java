/** What a call is: the port towards clients, its progress and ending, the outcomes of attempts, problems; must not know how a
 * call is executed. */
@NullMarked
package faas.gateway.proxy.call;

import org.jspecify.annotations.NullMarked;
