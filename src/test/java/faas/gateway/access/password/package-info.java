/** Tests of passwords. */
@NullMarked
package faas.gateway.access.password;

import org.jspecify.annotations.NullMarked;
