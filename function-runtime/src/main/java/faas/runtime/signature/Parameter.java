package faas.runtime.signature;

import java.util.List;
import java.util.Optional;

/**
 * One parameter of the function.
 *
 * @param name as requests use it
 * @param defaultValue used if a request has no value; without one the parameter is required, unless its type is
 *     optional or a list
 * @param description for people; may be empty
 */
public record Parameter(
        String name, ParameterType type, Optional<Object> defaultValue, List<Check> checks, String description) {

    public Parameter {
        checks = List.copyOf(checks);
    }

    public Parameter(String name, ParameterType type) {
        this(name, type, Optional.empty(), List.of(), "");
    }

    public boolean required() {
        return defaultValue.isEmpty() && !(type instanceof OptionalType) && !(type instanceof ListType);
    }
}
