/** Users' names and passwords, which prove who makes a call; must not know what callers may do. */
@NullMarked
package faas.gateway.access.password;

import org.jspecify.annotations.NullMarked;
