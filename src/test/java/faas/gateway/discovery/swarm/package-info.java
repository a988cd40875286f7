/** Tests of what a manager reports, and the sample services and tasks of all tests of discovery. */
@NullMarked
package faas.gateway.discovery.swarm;

import org.jspecify.annotations.NullMarked;
