package faas.runtime.signature;

import java.util.function.Predicate;

/**
 * A condition for a parameter's values.
 *
 * @param message what is wrong with a value that fails, following the parameter's name
 */
public record Check(Predicate<Object> passes, String message) {}
