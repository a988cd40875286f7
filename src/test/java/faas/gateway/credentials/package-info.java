/** Tests of files with secrets, and of addresses that guess them. */
@NullMarked
package faas.gateway.credentials;

import org.jspecify.annotations.NullMarked;
