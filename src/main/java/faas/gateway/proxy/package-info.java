/** One call, from route to answer, streaming both ways on one IO thread; must not block, and must not ask Docker. */
@NullMarked
package faas.gateway.proxy;

import org.jspecify.annotations.NullMarked;
