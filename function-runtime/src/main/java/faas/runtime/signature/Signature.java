package faas.runtime.signature;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The function as its clients see it, and how to call it. All ways to write a function end here.
 *
 * @param result what it returns, as far as that can be known before it does
 */
public record Signature(String functionName, List<Parameter> parameters, Class<?> result, Invoker invoker) {

    public Signature {
        parameters = List.copyOf(parameters);
    }

    public @Nullable Object invoke(List<?> values) throws Exception {
        return invoker.invoke(values);
    }

    /** As an author would write it, for the line at the start: {@code add(double a, double b)}. */
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
