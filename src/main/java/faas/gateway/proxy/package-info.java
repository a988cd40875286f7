/** Executes calls: admissions in order, then what {@code flow} decides; must not block, and must not ask Docker. */
@NullMarked
package faas.gateway.proxy;

import org.jspecify.annotations.NullMarked;
