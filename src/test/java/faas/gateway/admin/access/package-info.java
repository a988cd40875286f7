/** Tests of the operator's login. */
@NullMarked
package faas.gateway.admin.access;

import org.jspecify.annotations.NullMarked;
