/** One attempt of a call: the bytes in both directions, tunnels, interim responses; must not decide what happens after it. */
@NullMarked
package faas.gateway.proxy.relay;

import org.jspecify.annotations.NullMarked;
