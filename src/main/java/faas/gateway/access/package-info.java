/** Who may call a function, decided before anything is done for a call; must not know how calls are executed. */
@NullMarked
package faas.gateway.access;

import org.jspecify.annotations.NullMarked;
