/** What belongs to an IO thread: deadlines, network buffers, the memory budget; must not know HTTP, calls or tasks. */
@NullMarked
package faas.gateway.io;

import org.jspecify.annotations.NullMarked;
