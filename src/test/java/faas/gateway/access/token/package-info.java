/** Tests of tokens. */
@NullMarked
package faas.gateway.access.token;

import org.jspecify.annotations.NullMarked;
