/** Requests to the gateway's own pages and their responses, whichever port they come to; must not know how they are sent. */
@NullMarked
package faas.gateway.admin.page;

import org.jspecify.annotations.NullMarked;
