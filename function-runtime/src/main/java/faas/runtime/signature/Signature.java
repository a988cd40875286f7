package faas.runtime.signature;

import static java.util.stream.Collectors.joining;

import java.util.List;

/** The function as its callers see it. */
public record Signature(String functionName, List<Parameter> parameters, Class<?> result) {

    public Signature {
        parameters = List.copyOf(parameters);
    }

    /** As an author would write it, for the line at the start: {@code add(double a, double b)}. */
    @Override
    public String toString() {
        return parameters.stream()
                .map(parameter -> parameter.type().javaName() + " " + parameter.name())
                .collect(joining(", ", functionName + "(", ")"));
    }
}
