/**
 * One endpoint over HTTP: connections, limits, health, threads and the end of it all.
 *
 * <p>Must not run an endpoint on an IO thread: health is answered there, and has to be answered whatever a function does.
 */
@NullMarked
package faas.runtime.server;

import org.jspecify.annotations.NullMarked;
