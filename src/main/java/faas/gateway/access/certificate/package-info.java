/** Clients' certificates as credentials; must not know how they are verified. */
@NullMarked
package faas.gateway.access.certificate;

import org.jspecify.annotations.NullMarked;
