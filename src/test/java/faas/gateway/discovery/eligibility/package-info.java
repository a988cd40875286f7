/** Tests of which services are routed. */
@NullMarked
package faas.gateway.discovery.eligibility;

import org.jspecify.annotations.NullMarked;
