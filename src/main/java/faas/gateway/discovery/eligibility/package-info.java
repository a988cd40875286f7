/** Which services are routed, by labels and networks, and why others are not; must not ask Docker. */
@NullMarked
package faas.gateway.discovery.eligibility;

import org.jspecify.annotations.NullMarked;
