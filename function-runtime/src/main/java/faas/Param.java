package faas;

import faas.runtime.signature.Check;
import faas.runtime.signature.EnumType;
import faas.runtime.signature.ListType;
import faas.runtime.signature.OptionalType;
import faas.runtime.signature.Parameter;
import faas.runtime.signature.ParameterType;
import faas.runtime.signature.Scalar;
import faas.runtime.signature.SignatureReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * One parameter: its name, type, default, checks and description.
 *
 * {@snippet :
 * Function.of(real("a"), real("b").or(0.0).describe("0 by default"), (a, b) -> a + b).run();
 * }
 *
 * <p>Immutable: each method returns a new parameter.
 */
public final class Param<T> {

    private final String name;
    private final TypeSource type;
    private final Optional<Object> defaultValue;
    private final List<Check> checks;
    private final String description;

    /** A type that is known, or one that must be read from a class and may be invalid. */
    @FunctionalInterface
    private interface TypeSource {
        Optional<ParameterType> read(String name, SignatureReader reader);
    }

    private Param(String name, TypeSource type, Optional<Object> defaultValue, List<Check> checks, String description) {
        this.name = name;
        this.type = type;
        this.defaultValue = defaultValue;
        this.checks = checks;
        this.description = description;
    }

    private static <T> Param<T> of(String name, ParameterType type) {
        return new Param<>(name, (_, _) -> Optional.of(type), Optional.empty(), List.of(), "");
    }

    /** A double. */
    public static Param<Double> real(String name) {
        return of(name, Scalar.DOUBLE);
    }

    /** A float. */
    public static Param<Float> float32(String name) {
        return of(name, Scalar.FLOAT);
    }

    /** An int. */
    public static Param<Integer> integer(String name) {
        return of(name, Scalar.INT);
    }

    /** A long. */
    public static Param<Long> whole(String name) {
        return of(name, Scalar.LONG);
    }

    /** A string. */
    public static Param<String> text(String name) {
        return of(name, Scalar.STRING);
    }

    /** True or false. */
    public static Param<Boolean> flag(String name) {
        return of(name, Scalar.BOOLEAN);
    }

    /** One of an enum's constants, by its exact name. */
    public static <E extends Enum<E>> Param<E> oneOf(String name, Class<E> type) {
        return of(name, EnumType.of(type));
    }

    /** Any other supported type: {@code Param.of("day", LocalDate.class)}. */
    public static <T> Param<T> of(String name, Class<T> type) {
        return new Param<>(name, (called, reader) -> reader.readType(called, type), Optional.empty(), List.of(), "");
    }

    /**
     * A list of all values of a parameter, in order. It may be empty. The checks of the element apply to each value.
     */
    public static <T> Param<List<T>> list(Param<T> element) {
        List<Check> checks = new ArrayList<>();
        for (Check check : element.checks) {
            checks.add(new Check(
                    values -> ((List<?>) values).stream().allMatch(check.passes()), "has one that " + check.message()));
        }
        return new Param<>(
                element.name,
                (name, reader) -> element.type.read(name, reader).map(type -> new ListType(type, false)),
                Optional.empty(),
                checks,
                element.description);
    }

    /**
     * The request body: a record read from JSON or a form, a {@code String}, a {@code byte[]} or an
     * {@code InputStream}.
     */
    public static <T> Param<T> body(Class<T> type) {
        return new Param<>("body", (name, reader) -> reader.readBody(name, type), Optional.empty(), List.of(), "");
    }

    /** The default, used if the request has no value. */
    public Param<T> or(T value) {
        return new Param<>(name, type, Optional.of(value), checks, description);
    }

    /** Empty if the request has no value. Checks apply to a value that is present. */
    public Param<Optional<T>> optional() {
        List<Check> whereGiven = new ArrayList<>();
        for (Check check : checks) {
            whereGiven.add(new Check(
                    value -> ((Optional<?>) value).map(check.passes()::test).orElse(true), check.message()));
        }
        return new Param<>(
                name,
                (called, reader) ->
                        type.read(called, reader).map(inner -> new OptionalType(inner, OptionalType.Box.ANY)),
                Optional.empty(),
                whereGiven,
                description);
    }

    /** Rejects a value that fails the predicate. The client's problem says {@code Bad parameter NAME: it MESSAGE}. */
    @SuppressWarnings("unchecked") // the value has been read as the parameter's type
    public Param<T> check(Predicate<? super T> passes, String message) {
        List<Check> more = new ArrayList<>(checks);
        more.add(new Check(value -> passes.test((T) value), message));
        return new Param<>(name, type, defaultValue, List.copyOf(more), description);
    }

    /** A description for {@code /_/info}. */
    public Param<T> describe(String text) {
        return new Param<>(name, type, defaultValue, checks, text);
    }

    /** The parameter, or nothing after an error in its type, which goes to the reader. */
    Optional<Parameter> parameter(SignatureReader reader) {
        return type.read(name, reader).map(known -> new Parameter(name, known, defaultValue, checks, description));
    }
}
