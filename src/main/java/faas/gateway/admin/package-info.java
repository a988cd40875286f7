/** The gateway's own pages, on the admin port and, with a login, on the port for clients; must not change anything. */
@NullMarked
package faas.gateway.admin;

import org.jspecify.annotations.NullMarked;
