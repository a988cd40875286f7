/** Conformance suites that run against a real gateway; must not know how the gateway is built. */
@NullMarked
package faas.gateway.conformance;

import org.jspecify.annotations.NullMarked;
