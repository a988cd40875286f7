/** Tests of the Engine's API, and the fake Engines of all tests of discovery. */
@NullMarked
package faas.gateway.discovery.docker;

import org.jspecify.annotations.NullMarked;
