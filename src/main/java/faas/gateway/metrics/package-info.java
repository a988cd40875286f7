/** Every metric, one row each, and their exposition; must not decide anything. */
@NullMarked
package faas.gateway.metrics;

import org.jspecify.annotations.NullMarked;
