/**
 * Serves one endpoint over HTTP: connections, limits, health, threads and the graceful stop.
 *
 * <p>Must not run an endpoint on an IO thread: health is served there and must not depend on the function.
 */
@NullMarked
package faas.runtime.server;

import org.jspecify.annotations.NullMarked;
