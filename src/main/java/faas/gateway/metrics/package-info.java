/** Every metric the gateway keeps, by name; must not decide anything. */
@NullMarked
package faas.gateway.metrics;

import org.jspecify.annotations.NullMarked;
