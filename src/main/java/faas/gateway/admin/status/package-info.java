/** What the gateway knows and how it is: health, metrics, routing table, diagnosis; must not change anything. */
@NullMarked
package faas.gateway.admin.status;

import org.jspecify.annotations.NullMarked;
