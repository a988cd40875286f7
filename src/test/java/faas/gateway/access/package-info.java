/** Tests of who may call. */
@NullMarked
package faas.gateway.access;

import org.jspecify.annotations.NullMarked;
