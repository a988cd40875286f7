/** The format of log lines; must not log anything. */
@NullMarked
package faas.gateway.log;

import org.jspecify.annotations.NullMarked;
