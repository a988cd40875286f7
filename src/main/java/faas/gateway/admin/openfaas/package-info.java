/** OpenFaaS's API, as far as it only reads; must not change anything, and names the docker command instead. */
@NullMarked
package faas.gateway.admin.openfaas;

import org.jspecify.annotations.NullMarked;
