package faas.runtime.binding;

import faas.runtime.json.Json;
import faas.runtime.response.BadParameter;
import faas.runtime.signature.Check;
import faas.runtime.signature.ListType;
import faas.runtime.signature.OptionalType;
import faas.runtime.signature.Parameter;
import faas.runtime.signature.ParameterType;
import faas.runtime.signature.RecordType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads the parameters of one request and collects errors. Used once, by one thread. */
final class ParameterReader {

    /** The number of errors that are listed. A million invalid elements must not become a million sentences. */
    private static final int MOST_LISTED = Binder.MAX_PARAMETERS;

    private final BindingRules rules;
    private final Set<String> undecodable;
    private final List<BadParameter> bad = new ArrayList<>();
    private int errorCount;

    /** The undecodable names are reported elsewhere, and not as missing. */
    ParameterReader(BindingRules rules, Set<String> undecodable) {
        this.rules = rules;
        this.undecodable = undecodable;
    }

    /** The first errors, up to the limit. */
    List<BadParameter> bad() {
        return bad;
    }

    /** The number of all errors. */
    int errorCount() {
        return errorCount;
    }

    void add(BadParameter error) {
        errorCount++;
        if (bad.size() < MOST_LISTED) {
            bad.add(error);
        }
    }

    /** A value for each parameter, or fewer if some are invalid. */
    List<Object> readAll(List<Parameter> parameters, RequestValues given) throws Exception {
        List<Object> values = new ArrayList<>(parameters.size());
        for (Parameter parameter : parameters) {
            read(parameter, given).ifPresent(values::add);
        }
        if (rules.knownOnly()) {
            refuseUnknown(parameters, given);
        }
        return values;
    }

    private Optional<Object> read(Parameter parameter, RequestValues given) throws Exception {
        String path = given.path(parameter.name());
        if (undecodable.contains(path)) {
            return Optional.empty();
        }
        RequestValues.Found found = given.find(parameter.name());
        if (parameter.defaultValue().isPresent() && isAbsent(found, parameter.type(), parameter.name(), given)) {
            return parameter.defaultValue();
        }
        return valueOrReport(
                path, parameter.type(), checked(parameter, read(parameter.type(), parameter.name(), found, given)));
    }

    /** The value, or nothing after reporting what is wrong with it. */
    Optional<Object> valueOrReport(String path, ParameterType type, ReadResult result) {
        if (result instanceof ReadResult.Value value) {
            return Optional.of(value.value());
        }
        if (result instanceof ReadResult.Invalid invalid) {
            add(new BadParameter(path, invalid.problem(), Optional.of(type.javaName()), invalid.sentence()));
        }
        return Optional.empty();
    }

    static ReadResult checked(Parameter parameter, ReadResult result) {
        if (result instanceof ReadResult.Value value) {
            for (Check check : parameter.checks()) {
                if (!check.passes().test(value.value())) {
                    return new ReadResult.Invalid("refused", "it " + check.message());
                }
            }
        }
        return result;
    }

    private ReadResult read(ParameterType type, String name, RequestValues.Found found, RequestValues given)
            throws Exception {
        if (found instanceof RequestValues.Found.Ambiguous) {
            return new ReadResult.Invalid("repeated", "it is given in the query and in the body");
        }
        if (type instanceof OptionalType optionalType) {
            return readOptional(optionalType, name, found, given);
        }
        if (type instanceof ListType listType) {
            return readList(listType, name, found, given);
        }
        return type instanceof RecordType recordType
                ? readRecord(recordType, name, found, given)
                : readOne(type, found);
    }

    private ReadResult readOptional(
            OptionalType optionalType, String name, RequestValues.Found found, RequestValues given) throws Exception {
        if (isAbsent(found, optionalType.inner(), name, given)) {
            return new ReadResult.Value(optionalType.absent());
        }
        ReadResult inner = read(optionalType.inner(), name, found, given);
        return inner instanceof ReadResult.Value value
                ? new ReadResult.Value(optionalType.present(value.value()))
                : inner;
    }

    private ReadResult readOne(ParameterType type, RequestValues.Found found) {
        if (found instanceof RequestValues.Found.Texts(var texts)) {
            return texts.size() == 1
                    ? allowed(ValueReader.read(type, texts.getFirst()))
                    : new ReadResult.Invalid("repeated", "it is given " + texts.size() + " times");
        }
        return found instanceof RequestValues.Found.Value(Json json)
                ? allowed(ValueReader.read(type, json))
                : new ReadResult.Invalid("missing", "it is missing (" + type.javaName() + ")");
    }

    private ReadResult allowed(ReadResult result) {
        return rules.finiteOnly() && result instanceof ReadResult.Value value && !isFinite(value.value())
                ? new ReadResult.Invalid("not_finite", "it is not a finite number")
                : result;
    }

    private static boolean isFinite(Object value) {
        return !(value instanceof Double || value instanceof Float) || Double.isFinite(((Number) value).doubleValue());
    }

    private ReadResult readList(ListType listType, String name, RequestValues.Found found, RequestValues given)
            throws Exception {
        List<Object> values = new ArrayList<>();
        int known = errorCount;
        if (found instanceof RequestValues.Found.Texts(var texts)) {
            for (String text : texts) {
                valueOrReport(
                                given.prefix() + name,
                                listType.element(),
                                allowed(ValueReader.read(listType.element(), text)))
                        .ifPresent(values::add);
            }
        } else if (found instanceof RequestValues.Found.Value(Json json)) {
            if (!(json instanceof Json.Array(var elements))) {
                return new ReadResult.Invalid("wrong_json_type", "it is " + json.kind() + ", not an array");
            }
            for (int i = 0; i < elements.size(); i++) {
                String element = name + "[" + i + "]";
                valueOrReport(
                                given.prefix() + element,
                                listType.element(),
                                read(
                                        listType.element(),
                                        element,
                                        new RequestValues.Found.Value(elements.get(i)),
                                        given))
                        .ifPresent(values::add);
            }
        }
        if (errorCount > known) {
            return new ReadResult.NestedInvalid();
        }
        return new ReadResult.Value(
                listType.distinct()
                        ? Collections.unmodifiableSet(new LinkedHashSet<>(values))
                        : Collections.unmodifiableList(values));
    }

    private ReadResult readRecord(RecordType recordType, String name, RequestValues.Found found, RequestValues given)
            throws Exception {
        Map<String, Json> members = Map.of();
        if (found instanceof RequestValues.Found.Value(Json json)) {
            if (!(json instanceof Json.Members object)) {
                return new ReadResult.Invalid("wrong_json_type", "it is " + json.kind() + ", not an object");
            }
            members = object.values();
        } else if (found instanceof RequestValues.Found.Texts) {
            return new ReadResult.Invalid("not_a_text", "give its parts as " + given.prefix() + name + ".… or in JSON");
        }
        return readRecord(recordType, given.nested(name, members));
    }

    /** A record of the values at this level. */
    ReadResult readRecord(RecordType recordType, RequestValues given) throws Exception {
        int known = errorCount;
        List<Object> values = readAll(recordType.components(), given);
        if (errorCount > known) {
            return new ReadResult.NestedInvalid();
        }
        try {
            return new ReadResult.Value(recordType.make(values));
        } catch (IllegalArgumentException | ArithmeticException refusal) {
            return new ReadResult.Invalid("refused", String.valueOf(refusal.getMessage()));
        }
    }

    private static boolean isAbsent(RequestValues.Found found, ParameterType type, String name, RequestValues given) {
        return found instanceof RequestValues.Found.Nothing
                && !(recordTypeOf(type).isPresent() && given.reachesInto(name));
    }

    private static Optional<RecordType> recordTypeOf(ParameterType type) {
        if (type instanceof OptionalType optionalType) {
            return recordTypeOf(optionalType.inner());
        }
        return type instanceof RecordType recordType ? Optional.of(recordType) : Optional.empty();
    }

    private void refuseUnknown(List<Parameter> parameters, RequestValues given) {
        for (String name : given.names()) {
            boolean known = parameters.stream().anyMatch(parameter -> {
                String path = given.prefix() + parameter.name();
                return name.equals(path) || (recordTypeOf(parameter.type()).isPresent() && name.startsWith(path + "."));
            });
            if (!known) {
                add(new BadParameter(name, "unknown", Optional.empty(), "the function has no such parameter"));
            }
        }
    }
}
