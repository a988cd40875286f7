package faas.runtime.binding;

import faas.runtime.json.Json;
import faas.runtime.response.BadParameter;
import faas.runtime.response.Problem;
import faas.runtime.response.Quoted;
import faas.runtime.signature.BodyType;
import faas.runtime.signature.Parameter;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Binds the named values of requests to the parameters of one function. Thread-safe. */
public final class Binder {

    /** A request with more parameters is rejected: no function has nearly as many, and reading them is expensive. */
    static final int MAX_PARAMETERS = 256;

    private final List<Parameter> parameters;
    private final BindingRules rules;
    private final boolean takesBody;

    public Binder(List<Parameter> parameters, BindingRules rules) {
        this.parameters = List.copyOf(parameters);
        this.rules = rules;
        this.takesBody = parameters.stream().anyMatch(parameter -> parameter.type() instanceof BodyType);
    }

    /**
     * Returns a value for each parameter, or one problem with every invalid parameter.
     *
     * @throws Exception a record constructor or a check threw an exception that is no rejection
     */
    public Binding bind(Input input) throws Exception {
        int inQuery = Query.count(input.query());
        if (inQuery > MAX_PARAMETERS) {
            return new Binding.Refused(Problem.tooManyParameters(inQuery, MAX_PARAMETERS));
        }
        Query query = Query.parse(input.query());
        Body body = Body.of(input, parameters, inQuery);
        if (body instanceof Body.Refused refused) {
            return new Binding.Refused(refused.problem());
        }
        Query form = body instanceof Body.Form fields ? fields.fields() : Query.NONE;
        Map<String, Json> members = body instanceof Body.Members json ? json.values() : Map.of();
        if (inQuery + members.size() > MAX_PARAMETERS) {
            return new Binding.Refused(Problem.tooManyParameters(inQuery + members.size(), MAX_PARAMETERS));
        }
        Set<String> undecodable = union(query.undecodable(), form.undecodable());
        return bind(body, new RequestValues(query.values(), form.values(), members, ""), undecodable);
    }

    private Binding bind(Body body, RequestValues given, Set<String> undecodable) throws Exception {
        var reader = new ParameterReader(rules, undecodable);
        undecodable.forEach(name -> reader.add(undecodable(name)));
        List<Object> values = takesBody ? withBodyParameter(body, given, reader) : byName(body, given, reader);
        return reader.errorCount() == 0
                ? new Binding.Bound(values)
                : new Binding.Refused(Problem.badParameters(reader.bad()));
    }

    private List<Object> byName(Body body, RequestValues given, ParameterReader reader) throws Exception {
        if (body instanceof Body.Text text) {
            String name = parameters.getFirst().name();
            return reader.readAll(
                    parameters,
                    new RequestValues(given.query(), given.form(), Map.of(name, new Json.Text(text.text())), ""));
        }
        return reader.readAll(parameters, given);
    }

    /** One parameter takes the body; the others are read from the query. */
    private List<Object> withBodyParameter(Body body, RequestValues given, ParameterReader reader) throws Exception {
        var query = new RequestValues(given.query(), Map.of(), Map.of(), "");
        List<Parameter> named = new ArrayList<>(parameters);
        named.removeIf(parameter -> parameter.type() instanceof BodyType);
        List<Object> values = new ArrayList<>(reader.readAll(named, query));
        for (int i = 0; i < parameters.size(); i++) {
            Parameter parameter = parameters.get(i);
            if (parameter.type() instanceof BodyType bodyType) {
                Optional<Object> value = readBody(parameter, bodyType, body, given, reader);
                if (reader.errorCount() == 0 && value.isPresent()) {
                    values.add(i, value.get());
                }
            }
        }
        return values;
    }

    private static Optional<Object> readBody(
            Parameter parameter, BodyType bodyType, Body body, RequestValues given, ParameterReader reader)
            throws Exception {
        if (body instanceof Body.None && parameter.defaultValue().isPresent()) {
            return parameter.defaultValue();
        }
        ReadResult result = read(bodyType, body, given, reader);
        return reader.valueOrReport(parameter.name(), bodyType, ParameterReader.checked(parameter, result));
    }

    private static ReadResult read(BodyType bodyType, Body body, RequestValues given, ParameterReader reader)
            throws Exception {
        if (body instanceof Body.Raw raw) {
            return new ReadResult.Value(
                    bodyType.kind() == BodyType.Kind.BYTES ? raw.bytes() : new ByteArrayInputStream(raw.bytes()));
        }
        if (body instanceof Body.Text text) {
            return new ReadResult.Value(text.text());
        }
        if ((body instanceof Body.Form || body instanceof Body.Members)
                && bodyType.recordType().isPresent()) {
            return reader.readRecord(
                    bodyType.recordType().get(), new RequestValues(Map.of(), given.form(), given.members(), ""));
        }
        return new ReadResult.Invalid("missing", "it is missing (the body)");
    }

    private static Set<String> union(Set<String> first, Set<String> second) {
        if (second.isEmpty()) {
            return first;
        }
        Set<String> all = new LinkedHashSet<>(first);
        all.addAll(second);
        return all;
    }

    private BadParameter undecodable(String name) {
        Optional<String> type = Optional.empty();
        for (Parameter parameter : parameters) {
            if (parameter.name().equals(name)) {
                type = Optional.of(parameter.type().javaName());
            }
        }
        return new BadParameter(Quoted.cut(name), "encoding", type, "it is not percent-encoded UTF-8");
    }
}
