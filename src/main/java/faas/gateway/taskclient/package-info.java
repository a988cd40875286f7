/** HTTP/1.1 towards a task: connections, requests out, responses in; must not know calls, routes or clients. */
@NullMarked
package faas.gateway.taskclient;

import org.jspecify.annotations.NullMarked;
