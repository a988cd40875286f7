package faas.runtime.signature;

import java.util.function.Predicate;

/**
 * What a value must be besides of its type.
 *
 * @param message what a client is told of one that is not, following the parameter's name
 */
public record Check(Predicate<Object> passes, String message) {}
