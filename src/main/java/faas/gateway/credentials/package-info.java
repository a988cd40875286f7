/** Files with secrets that change while the gateway runs, and the addresses that guess secrets; must not know what they open. */
@NullMarked
package faas.gateway.credentials;

import org.jspecify.annotations.NullMarked;
