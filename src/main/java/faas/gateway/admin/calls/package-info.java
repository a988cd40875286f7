/** Completed calls that someone wants to see; must not cost a call anything while nobody does. */
@NullMarked
package faas.gateway.admin.calls;

import org.jspecify.annotations.NullMarked;
