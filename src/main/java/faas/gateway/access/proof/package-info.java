/** What proves who makes a call: keys, signatures and their secrets; must not know what callers may do. */
@NullMarked
package faas.gateway.access.proof;

import org.jspecify.annotations.NullMarked;
