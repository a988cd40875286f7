/**
 * The signature of a function: names and types of its parameters, read from the lambda or method reference.
 *
 * <p>Must not know text or HTTP: {@code faas.runtime.binding} reads values from requests.
 */
@NullMarked
package faas.runtime.signature;

import org.jspecify.annotations.NullMarked;
