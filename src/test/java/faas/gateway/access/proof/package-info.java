/** Tests of keys, signatures and their secrets. */
@NullMarked
package faas.gateway.access.proof;

import org.jspecify.annotations.NullMarked;
