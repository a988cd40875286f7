/** The admin port: health, metrics, routing table and diagnosis; must not be reachable on a port for clients. */
@NullMarked
package faas.gateway.admin;

import org.jspecify.annotations.NullMarked;
