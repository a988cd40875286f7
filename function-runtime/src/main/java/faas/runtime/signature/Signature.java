package faas.runtime.signature;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The name, parameters and result of a function, and how to call it.
 *
 * @param result its declared result type; {@code Object} if unknown
 */
public record Signature(String functionName, List<Parameter> parameters, Class<?> result, Invoker invoker) {

    public Signature {
        parameters = List.copyOf(parameters);
    }

    public @Nullable Object invoke(List<?> values) throws Exception {
        return invoker.invoke(values);
    }

    /** As in Java source, for the log: {@code add(double a, double b)}. */
    @Override
    public String toString() {
        var text = new StringBuilder(functionName).append('(');
        for (Parameter parameter : parameters) {
            text.append(text.charAt(text.length() - 1) == '(' ? "" : ", ")
                    .append(parameter.type().javaName())
                    .append(parameter.required() ? " " : "? ")
                    .append(parameter.name());
        }
        return text.append(')').toString();
    }
}
