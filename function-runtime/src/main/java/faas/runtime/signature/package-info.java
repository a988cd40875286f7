/**
 * What a function looks like: its parameters' names and types, read from the lambda that was passed.
 *
 * <p>Must not know text or HTTP: how a value is read from a query is the business of {@code faas.runtime.binding}.
 */
@NullMarked
package faas.runtime.signature;

import org.jspecify.annotations.NullMarked;
