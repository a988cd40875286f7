/** The results of a reading: snapshot, diagnosis, complaints, changes; must not decide what is routed. */
@NullMarked
package faas.gateway.discovery.report;

import org.jspecify.annotations.NullMarked;
