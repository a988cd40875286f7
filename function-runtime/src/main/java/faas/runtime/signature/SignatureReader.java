package faas.runtime.signature;

import java.lang.invoke.MethodType;
import java.lang.invoke.SerializedLambda;
import java.lang.reflect.InaccessibleObjectException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Reads a function's signature from the lambda or method reference it was passed as.
 *
 * <p>The types are those the lambda's own code casts its arguments to, so a value of such a type can never be the wrong
 * one. They are always boxes: a method reference to {@code add(double, double)} takes two {@code Double}.
 */
public final class SignatureReader {

    private final Consumer<String> mistakes;

    public SignatureReader(Consumer<String> mistakes) {
        this.mistakes = mistakes;
    }

    /** The signature; where there was a mistake, it is told and what comes back is not to be served. */
    public Optional<Signature> read(List<String> names, Object function) {
        checkNames(names);
        return lambdaOf(function).map(lambda -> read(names, function, lambda));
    }

    private Signature read(List<String> names, Object function, SerializedLambda lambda) {
        MethodType type = MethodType.fromMethodDescriptorString(
                lambda.getInstantiatedMethodType(), function.getClass().getClassLoader());
        if (names.size() != type.parameterCount()) {
            mistakes.accept("%d names %s for a function of %d parameters: name each parameter, in order"
                    .formatted(names.size(), names, type.parameterCount()));
        }
        List<Parameter> parameters = new ArrayList<>();
        for (int i = 0; i < type.parameterCount(); i++) {
            String name = i < names.size() ? names.get(i) : "parameter " + (i + 1);
            parameterType(name, type.parameterType(i)).ifPresent(known -> parameters.add(new Parameter(name, known)));
        }
        return new Signature(nameOf(lambda), parameters, type.returnType());
    }

    private Optional<ParameterType> parameterType(String name, Class<?> type) {
        Optional<ParameterType> known = ParameterType.of(type);
        if (known.isEmpty()) {
            mistakes.accept("%s is of type %s, which no query parameter can be: use one of %s%s"
                    .formatted(
                            name,
                            type.getTypeName(),
                            ParameterType.listed(),
                            type == Object.class
                                    ? " (a lambda must say its types: (Double a, Double b) -> a + b)"
                                    : ""));
        }
        return known;
    }

    private void checkNames(List<String> names) {
        var seen = new HashSet<String>();
        for (String name : names) {
            if (name.isBlank()) {
                mistakes.accept("a parameter's name is blank: %s".formatted(names));
            } else if (!seen.add(name)) {
                mistakes.accept("two parameters are named %s: give each its own name".formatted(name));
            }
        }
    }

    private Optional<SerializedLambda> lambdaOf(Object function) {
        try {
            var writeReplace = function.getClass().getDeclaredMethod("writeReplace");
            writeReplace.setAccessible(true);
            if (writeReplace.invoke(function) instanceof SerializedLambda lambda) {
                return Optional.of(lambda);
            }
        } catch (InaccessibleObjectException closed) {
            String module = function.getClass().getModule().getName();
            mistakes.accept("the module %s keeps its functions closed: open the function's package to the runtime"
                    .formatted(module));
            return Optional.empty();
        } catch (ReflectiveOperationException notALambda) {
            // falls through: an object of a class that somebody wrote has no such method
        }
        mistakes.accept("the types of %s cannot be read: pass a method reference or a lambda, not an object"
                .formatted(function.getClass().getName()));
        return Optional.empty();
    }

    private static String nameOf(SerializedLambda lambda) {
        String name = lambda.getImplMethodName();
        return name.startsWith("lambda$") || name.startsWith("<") ? "function" : name;
    }
}
