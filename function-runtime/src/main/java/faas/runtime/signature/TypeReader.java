package faas.runtime.signature;

import java.io.InputStream;
import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;

/** Maps Java types to parameter types. */
final class TypeReader {

    static final String SUPPORTED =
            "byte, short, int, long, float, double, boolean, char, String, BigInteger, BigDecimal, UUID, an enum, a java.time"
                    + " type, a record, Optional, List or Set of these, byte[] or InputStream for the body";

    private final Consumer<String> errors;
    private final Deque<Class<?>> open = new ArrayDeque<>();

    TypeReader(Consumer<String> errors) {
        this.errors = errors;
    }

    /** The type of a parameter, or nothing after an error, which is reported under its name. */
    Optional<ParameterType> read(String name, Type type) {
        if (type == byte[].class) {
            return Optional.of(BodyType.BYTES);
        }
        if (type == InputStream.class) {
            return Optional.of(BodyType.STREAM);
        }
        return readValue(name, type);
    }

    Optional<RecordType> readRecord(String name, Class<?> type) {
        if (open.contains(type)) {
            errors.accept(
                    name + " contains itself as a " + type.getSimpleName() + ": use a record that is not recursive");
            return Optional.empty();
        }
        open.push(type);
        List<Parameter> components = new ArrayList<>();
        RecordComponent[] declared = type.getRecordComponents();
        for (RecordComponent component : declared) {
            readValue(name + "." + component.getName(), component.getGenericType())
                    .ifPresent(known -> components.add(new Parameter(component.getName(), known)));
        }
        open.pop();
        if (components.size() < declared.length) {
            return Optional.empty();
        }
        return constructor(name, type, declared)
                .map(constructor -> new RecordType(type.getSimpleName(), components, constructor));
    }

    private Optional<ParameterType> readValue(String name, Type type) {
        if (type instanceof ParameterizedType generic && generic.getRawType() instanceof Class<?> raw) {
            return container(name, generic, raw);
        }
        return type instanceof Class<?> plain ? readClass(name, plain) : unsupported(name, type);
    }

    private Optional<ParameterType> readClass(String name, Class<?> type) {
        Class<?> boxed = MethodType.methodType(type).wrap().returnType();
        Optional<Scalar> scalar = Scalar.of(boxed);
        if (scalar.isPresent()) {
            return Optional.of(scalar.get());
        }
        if (type.isEnum()) {
            return Optional.of(EnumType.of(type.<Enum<?>>asSubclass(enumType())));
        }
        if (type.isRecord()) {
            return readRecord(name, type).map(recordType -> recordType);
        }
        if (type == OptionalInt.class) {
            return Optional.of(new OptionalType(Scalar.INT, OptionalType.Box.INT));
        }
        if (type == OptionalLong.class) {
            return Optional.of(new OptionalType(Scalar.LONG, OptionalType.Box.LONG));
        }
        if (type == OptionalDouble.class) {
            return Optional.of(new OptionalType(Scalar.DOUBLE, OptionalType.Box.DOUBLE));
        }
        if (type == List.class || type == Set.class || type == Optional.class) {
            errors.accept(name + " is a " + type.getSimpleName() + " without an element type, as in every lambda: "
                    + "use a method reference, a record, or Param.list and optional()");
            return Optional.empty();
        }
        return unsupported(name, type);
    }

    private Optional<ParameterType> container(String name, ParameterizedType generic, Class<?> raw) {
        Type argument = generic.getActualTypeArguments()[0];
        if (argument instanceof WildcardType wildcard) {
            argument = wildcard.getUpperBounds()[0];
        }
        if (raw == Optional.class) {
            return readValue(name, argument)
                    .flatMap(inner -> inner instanceof OptionalType
                            ? unsupported(name, generic)
                            : Optional.of(new OptionalType(inner, OptionalType.Box.ANY)));
        }
        if (raw == List.class || raw == Set.class) {
            return readValue(name, argument)
                    .flatMap(element -> element instanceof OptionalType || element instanceof ListType
                            ? unsupported(name, generic)
                            : Optional.of(new ListType(element, raw == Set.class)));
        }
        return unsupported(name, generic);
    }

    private Optional<ParameterType> unsupported(String name, Type type) {
        errors.accept(name + " is of type " + type.getTypeName()
                + ", which is not a supported parameter type: use one of "
                + SUPPORTED
                + (type == Object.class ? " (a lambda must declare its types: (Double a, Double b) -> a + b)" : ""));
        return Optional.empty();
    }

    private Optional<Constructor<?>> constructor(String name, Class<?> type, RecordComponent[] components) {
        Class<?>[] types = new Class<?>[components.length];
        for (int i = 0; i < types.length; i++) {
            types[i] = components[i].getType();
        }
        try {
            Constructor<?> canonical = type.getDeclaredConstructor(types);
            canonical.setAccessible(true);
            return Optional.of(canonical);
        } catch (InaccessibleObjectException closed) {
            errors.accept("the module " + type.getModule().getName() + " does not open the package of " + name
                    + ": open it to the runtime");
        } catch (NoSuchMethodException impossible) {
            throw new IllegalStateException(impossible);
        }
        return Optional.empty();
    }

    @SuppressWarnings("unchecked") // Java has no class literal for Enum<?>
    private static Class<Enum<?>> enumType() {
        return (Class<Enum<?>>) (Class<?>) Enum.class;
    }
}
