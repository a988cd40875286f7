package faas.runtime.signature;

import java.io.Serializable;
import java.lang.invoke.SerializedLambda;
import java.lang.reflect.InaccessibleObjectException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Reads the signature of a function in each of the four forms, and reports every error. */
public final class SignatureReader {

    private final Consumer<String> errors;

    public SignatureReader(Consumer<String> errors) {
        this.errors = errors;
    }

    /** Names in the order of the parameters. The result must not be served after an error. */
    public Optional<Signature> read(List<String> names, Serializable function, Invoker invoker) {
        checkNames(names);
        return reference(function).map(reference -> {
            int count = reference.type().parameterCount();
            if (names.size() != count) {
                errors.accept(names.size() + " names " + names + " for a function of " + count
                        + " parameters: name each parameter, in order");
            }
            return of(reference, padded(names, count), invoker);
        });
    }

    /** Names from the class file. */
    public Optional<Signature> read(Serializable function, Invoker invoker) {
        return reference(function).map(reference -> {
            int count = reference.type().parameterCount();
            if (count == 0 || isObject(reference)) {
                return of(reference, padded(List.of(), count), invoker);
            }
            Optional<List<String>> names = reference.names();
            if (names.isEmpty()) {
                errors.accept("the parameter names of " + reference.name() + " are not in its class file: compile with"
                        + " -parameters, or name them: Function.run(List.of(…), function, \":8080\")");
            }
            return of(reference, padded(names.orElse(List.of()), count), invoker);
        });
    }

    /** Parameters with names and types. */
    public Optional<Signature> readTyped(List<Parameter> parameters, Serializable function, Invoker invoker) {
        checkNames(parameters.stream().map(Parameter::name).toList());
        for (Parameter parameter : parameters) {
            parameter
                    .defaultValue()
                    .ifPresent(value -> parameter.checks().stream()
                            .filter(check -> !check.passes().test(value))
                            .forEach(check ->
                                    errors.accept("the default of " + parameter.name() + " " + check.message())));
        }
        checkBodies(parameters);
        return Optional.of(new Signature(nameOf(function), parameters, resultOf(function), invoker));
    }

    /** A record with the parameters as components. */
    public Optional<Signature> readRecord(Class<?> record, Serializable function, Invoker invoker) {
        return new TypeReader(errors)
                .readRecord(record.getSimpleName(), record)
                .map(recordType -> of(nameOf(function), recordType, resultOf(function), invoker));
    }

    /** The type of a parameter that is declared by a class. */
    public Optional<ParameterType> readType(String name, Class<?> type) {
        return new TypeReader(errors).read(name, type);
    }

    /** The type of a parameter that takes the body. */
    public Optional<ParameterType> readBody(String name, Class<?> type) {
        if (type == String.class) {
            return Optional.of(BodyType.TEXT);
        }
        if (type.isRecord()) {
            return new TypeReader(errors).readRecord(name, type).map(BodyType::object);
        }
        Optional<ParameterType> known = readType(name, type);
        if (known.isPresent() && !(known.get() instanceof BodyType)) {
            errors.accept(name + " is of type " + type.getTypeName()
                    + ", which cannot be read from a body: use a record, String, byte[] or InputStream");
        }
        return known;
    }

    private Signature of(FunctionReference reference, List<String> names, Invoker invoker) {
        var types = new TypeReader(errors);
        Class<?> result = reference.type().returnType();
        if (isObject(reference)) {
            Class<?> record = reference.type().parameterType(0);
            return types.readRecord(record.getSimpleName(), record)
                    .map(recordType -> of(reference.name(), recordType, result, invoker))
                    .orElseGet(() -> new Signature(reference.name(), List.of(), result, invoker));
        }
        List<Parameter> parameters = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i);
            types.read(name, reference.genericType(i)).ifPresent(type -> parameters.add(new Parameter(name, type)));
        }
        checkBodies(parameters);
        return new Signature(reference.name(), parameters, result, invoker);
    }

    private static Signature of(String name, RecordType recordType, Class<?> result, Invoker invoker) {
        return new Signature(
                name, recordType.components(), result, values -> invoker.invoke(List.of(recordType.make(values))));
    }

    /** Whether the only parameter is a record, whose components are then the parameters. */
    private static boolean isObject(FunctionReference reference) {
        return reference.type().parameterCount() == 1
                && reference.type().parameterType(0).isRecord();
    }

    private static List<String> padded(List<String> names, int count) {
        List<String> padded = new ArrayList<>(names.subList(0, Math.min(names.size(), count)));
        while (padded.size() < count) {
            padded.add("parameter " + (padded.size() + 1));
        }
        return padded;
    }

    private void checkNames(List<String> names) {
        var seen = new HashSet<String>();
        for (String name : names) {
            if (name.isBlank()) {
                errors.accept("a parameter's name is blank: " + names);
            } else if (!seen.add(name)) {
                errors.accept("two parameters are named " + name + ": give each its own name");
            }
        }
    }

    private void checkBodies(List<Parameter> parameters) {
        List<String> bodies = new ArrayList<>();
        for (Parameter parameter : parameters) {
            if (parameter.type() instanceof BodyType) {
                bodies.add(parameter.name());
            }
        }
        if (bodies.size() > 1) {
            errors.accept(String.join(" and ", bodies) + " all take the body: a request has only one");
        }
    }

    private Optional<FunctionReference> reference(Serializable function) {
        try {
            return Optional.of(
                    FunctionReference.of(lambdaOf(function), function.getClass().getClassLoader()));
        } catch (InaccessibleObjectException closed) {
            errors.accept("the module " + function.getClass().getModule().getName()
                    + " does not open the function's package: open it to the runtime");
        } catch (ReflectiveOperationException | ClassCastException notALambda) {
            errors.accept("the types of " + function.getClass().getName()
                    + " cannot be read: pass a method reference or a lambda, not an object");
        }
        return Optional.empty();
    }

    /** For people only: the function is served even if this cannot be read. */
    private static String nameOf(Serializable function) {
        return quietly(function).map(FunctionReference::name).orElse("function");
    }

    private static Class<?> resultOf(Serializable function) {
        return quietly(function)
                .<Class<?>>map(reference -> reference.type().returnType())
                .orElse(Object.class);
    }

    private static Optional<FunctionReference> quietly(Serializable function) {
        try {
            return Optional.of(
                    FunctionReference.of(lambdaOf(function), function.getClass().getClassLoader()));
        } catch (InaccessibleObjectException | ReflectiveOperationException | ClassCastException closed) {
            return Optional.empty();
        }
    }

    private static SerializedLambda lambdaOf(Serializable function) throws ReflectiveOperationException {
        var writeReplace = function.getClass().getDeclaredMethod("writeReplace");
        writeReplace.setAccessible(true);
        return (SerializedLambda) writeReplace.invoke(function);
    }
}
