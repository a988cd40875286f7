package faas.runtime.signature;

import java.util.List;
import java.util.Optional;

/**
 * One parameter of the function, under the name its clients use.
 *
 * @param defaultValue the value where a call gives none; without one the parameter is required, unless its type says otherwise
 * @param description what it is for, for people; may be empty
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
