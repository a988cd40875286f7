/** Who may read the gateway's own pages; must not know what they show. */
@NullMarked
package faas.gateway.admin.access;

import org.jspecify.annotations.NullMarked;
