/** The format of log lines, and how those of the access log reach stdout; must not log anything. */
@NullMarked
package faas.gateway.log;

import org.jspecify.annotations.NullMarked;
