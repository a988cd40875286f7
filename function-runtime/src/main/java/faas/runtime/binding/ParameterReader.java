package faas.runtime.binding;

import faas.runtime.answer.BadParameter;
import faas.runtime.json.Json;
import faas.runtime.signature.Check;
import faas.runtime.signature.Many;
import faas.runtime.signature.Maybe;
import faas.runtime.signature.Parameter;
import faas.runtime.signature.ParameterType;
import faas.runtime.signature.Shape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads the parameters of one call, and keeps a list of all that is wrong. Used once, by one thread. */
final class ParameterReader {

    private final BindingRules rules;
    private final Set<String> undecodable;
    private final List<BadParameter> bad = new ArrayList<>();

    /** What is undecodable is told elsewhere, and is not missing as well. */
    ParameterReader(BindingRules rules, Set<String> undecodable) {
        this.rules = rules;
        this.undecodable = undecodable;
    }

    List<BadParameter> bad() {
        return bad;
    }

    /** A value for each parameter, or fewer of them where something is wrong. */
    List<Object> readAll(List<Parameter> parameters, Given given) throws Exception {
        List<Object> values = new ArrayList<>(parameters.size());
        for (Parameter parameter : parameters) {
            read(parameter, given).ifPresent(values::add);
        }
        if (rules.knownOnly()) {
            refuseUnknown(parameters, given);
        }
        return values;
    }

    private Optional<Object> read(Parameter parameter, Given given) throws Exception {
        String path = given.prefix() + parameter.name();
        if (undecodable.contains(path)) {
            return Optional.empty();
        }
        Given.Found found = given.find(parameter.name());
        if (parameter.otherwise().isPresent() && isAbsent(found, parameter.type(), parameter.name(), given)) {
            return parameter.otherwise();
        }
        return tell(path, parameter.type(), checked(parameter, read(parameter.type(), parameter.name(), found, given)));
    }

    /** The value, or nothing after what is wrong with it was added to the list. */
    Optional<Object> tell(String path, ParameterType type, Reading reading) {
        return switch (reading) {
            case Reading.Value value -> Optional.of(value.value());
            case Reading.WrongWithin _ -> Optional.empty();
            case Reading.Wrong wrong -> {
                bad.add(new BadParameter(path, wrong.problem(), Optional.of(type.javaName()), wrong.sentence()));
                yield Optional.empty();
            }
        };
    }

    static Reading checked(Parameter parameter, Reading reading) {
        if (reading instanceof Reading.Value value) {
            for (Check check : parameter.checks()) {
                if (!check.passes().test(value.value())) {
                    return new Reading.Wrong("refused", "it " + check.message());
                }
            }
        }
        return reading;
    }

    private Reading read(ParameterType type, String name, Given.Found found, Given given) throws Exception {
        if (found instanceof Given.Found.Twice) {
            return new Reading.Wrong("repeated", "it is given in the query and in the body");
        }
        return switch (type) {
            case Maybe maybe -> {
                if (isAbsent(found, maybe.inner(), name, given)) {
                    yield new Reading.Value(maybe.absent());
                }
                Reading inner = read(maybe.inner(), name, found, given);
                yield inner instanceof Reading.Value value ? new Reading.Value(maybe.present(value.value())) : inner;
            }
            case Many many -> readMany(many, name, found, given);
            case Shape shape -> readShape(shape, name, found, given);
            default -> readOne(type, found);
        };
    }

    private Reading readOne(ParameterType type, Given.Found found) {
        return switch (found) {
            case Given.Found.Texts texts ->
                texts.values().size() == 1
                        ? allowed(ValueReader.read(type, texts.values().getFirst()))
                        : new Reading.Wrong(
                                "repeated", "it is given " + texts.values().size() + " times");
            case Given.Found.Value value -> allowed(ValueReader.read(type, value.json()));
            case Given.Found.Nothing _, Given.Found.Twice _ ->
                new Reading.Wrong("missing", "it is missing (" + type.javaName() + ")");
        };
    }

    private Reading allowed(Reading reading) {
        boolean finite = !(reading instanceof Reading.Value value)
                || switch (value.value()) {
                    case Double number -> Double.isFinite(number);
                    case Float number -> Float.isFinite(number);
                    default -> true;
                };
        return finite || !rules.finiteOnly() ? reading : new Reading.Wrong("not_finite", "it is not a finite number");
    }

    private Reading readMany(Many many, String name, Given.Found found, Given given) throws Exception {
        List<Object> values = new ArrayList<>();
        int known = bad.size();
        switch (found) {
            case Given.Found.Nothing _, Given.Found.Twice _ -> {}
            case Given.Found.Texts texts -> {
                for (String text : texts.values()) {
                    tell(given.prefix() + name, many.element(), allowed(ValueReader.read(many.element(), text)))
                            .ifPresent(values::add);
                }
            }
            case Given.Found.Value(Json.Array(List<Json> elements)) -> {
                for (int i = 0; i < elements.size(); i++) {
                    String element = name + "[" + i + "]";
                    tell(
                                    given.prefix() + element,
                                    many.element(),
                                    read(many.element(), element, new Given.Found.Value(elements.get(i)), given))
                            .ifPresent(values::add);
                }
            }
            case Given.Found.Value(Json other) -> {
                return new Reading.Wrong("wrong_json_type", "it is " + other.kind() + ", not an array");
            }
        }
        if (bad.size() > known) {
            return new Reading.WrongWithin();
        }
        return new Reading.Value(
                many.distinct()
                        ? Collections.unmodifiableSet(new LinkedHashSet<>(values))
                        : Collections.unmodifiableList(values));
    }

    private Reading readShape(Shape shape, String name, Given.Found found, Given given) throws Exception {
        Map<String, Json> members = Map.of();
        if (found instanceof Given.Found.Value(Json json)) {
            if (!(json instanceof Json.Members object)) {
                return new Reading.Wrong("wrong_json_type", "it is " + json.kind() + ", not an object");
            }
            members = object.values();
        } else if (found instanceof Given.Found.Texts) {
            return new Reading.Wrong("not_a_text", "give its parts as " + given.prefix() + name + ".… or in JSON");
        }
        int known = bad.size();
        List<Object> values = readAll(shape.components(), given.nested(name, members));
        if (bad.size() > known) {
            return new Reading.WrongWithin();
        }
        try {
            return new Reading.Value(shape.make(values));
        } catch (IllegalArgumentException | ArithmeticException refusal) {
            return new Reading.Wrong("refused", String.valueOf(refusal.getMessage()));
        }
    }

    private static boolean isAbsent(Given.Found found, ParameterType type, String name, Given given) {
        return found instanceof Given.Found.Nothing && !(shapeOf(type).isPresent() && given.reachesInto(name));
    }

    private static Optional<Shape> shapeOf(ParameterType type) {
        return switch (type) {
            case Shape shape -> Optional.of(shape);
            case Maybe maybe -> shapeOf(maybe.inner());
            default -> Optional.empty();
        };
    }

    private void refuseUnknown(List<Parameter> parameters, Given given) {
        for (String name : given.names()) {
            boolean known = parameters.stream().anyMatch(parameter -> {
                String path = given.prefix() + parameter.name();
                return name.equals(path) || (shapeOf(parameter.type()).isPresent() && name.startsWith(path + "."));
            });
            if (!known) {
                bad.add(new BadParameter(name, "unknown", Optional.empty(), "the function has no such parameter"));
            }
        }
    }
}
