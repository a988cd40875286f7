/** Tests of the results of a reading. */
@NullMarked
package faas.gateway.discovery.report;

import org.jspecify.annotations.NullMarked;
