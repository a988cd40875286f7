/** Tests of checks on other threads. */
@NullMarked
package faas.gateway.access.check;

import org.jspecify.annotations.NullMarked;
