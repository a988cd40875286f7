/** What belongs to one IO thread: deadlines, buffers and the budget they come from; must not know HTTP, calls or tasks. */
@NullMarked
package faas.gateway.io;

import org.jspecify.annotations.NullMarked;
