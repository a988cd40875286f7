package faas.runtime.binding;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import faas.runtime.json.Json;
import faas.runtime.json.JsonFault;
import faas.runtime.json.JsonSource;
import faas.runtime.response.Problem;
import faas.runtime.signature.BodyType;
import faas.runtime.signature.OptionalType;
import faas.runtime.signature.Parameter;
import faas.runtime.signature.ParameterType;
import faas.runtime.signature.Scalar;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a request's body is to the function. */
sealed interface Body {

    /** There is none, or none that is asked for. */
    record None() implements Body {}

    /** Named values in the same form as a query's. */
    record Form(Query fields) implements Body {}

    /** Named values of JSON. */
    record Members(Map<String, Json> values) implements Body {}

    /** One value as it came. */
    @SuppressWarnings("ArrayRecordComponent") // not compared
    record Raw(byte[] bytes) implements Body {}

    /** A text that is the value of the function's only parameter. */
    record Text(String text) implements Body {}

    /** The function cannot take it. */
    record Refused(Problem problem) implements Body {}

    /**
     * How the function takes its body follows from its parameters alone.
     *
     * @param inQuery how many parameters the query has already
     */
    static Body of(Input input, List<Parameter> parameters, int inQuery) {
        Optional<BodyType.Kind> bodyKind = bodyKind(parameters);
        if (bodyKind.isPresent() && (bodyKind.get() == BodyType.Kind.BYTES || bodyKind.get() == BodyType.Kind.STREAM)) {
            return new Raw(input.body());
        }
        if (input.body().length == 0) {
            return new None();
        }
        var type = MediaType.of(input.contentType());
        boolean text = bodyKind.isPresent() ? bodyKind.get() == BodyType.Kind.TEXT : isOneText(parameters);
        String accepted = text ? "text, or " + MediaType.FORM : MediaType.FORM + " or " + MediaType.JSON;
        if (!type.isReadable() || !(text || type.isForm() || type.isJson())) {
            return new Refused(Problem.unsupportedMediaType(input.contentType().orElse(""), accepted));
        }
        if (type.isForm() && bodyKind.filter(kind -> kind == BodyType.Kind.TEXT).isEmpty()) {
            return form(new String(input.body(), ISO_8859_1), inQuery);
        }
        Optional<String> decoded = Utf8.decode(input.body(), input.body().length);
        if (decoded.isEmpty()) {
            return new Refused(Problem.badBody("encoding", "The body is not UTF-8"));
        }
        return text ? new Text(decoded.get()) : json(decoded.get());
    }

    /** Counted first: the names and values of a form take many times the memory of its text. */
    private static Body form(String text, int inQuery) {
        int count = inQuery + Query.count(text);
        return count > Binder.MAX_PARAMETERS
                ? new Refused(Problem.tooManyParameters(count, Binder.MAX_PARAMETERS))
                : new Form(Query.parse(text));
    }

    private static Body json(String text) {
        try {
            return JsonSource.parse(text) instanceof Json.Members members
                    ? new Members(members.values())
                    : new Refused(Problem.badBody("not_an_object", "The body must be a JSON object"));
        } catch (JsonFault fault) {
            return new Refused(Problem.badBody("not_json", "The body cannot be read: " + fault.getMessage()));
        }
    }

    private static Optional<BodyType.Kind> bodyKind(List<Parameter> parameters) {
        for (Parameter parameter : parameters) {
            if (parameter.type() instanceof BodyType bodyType) {
                return Optional.of(bodyType.kind());
            }
        }
        return Optional.empty();
    }

    static boolean isOneText(List<Parameter> parameters) {
        if (parameters.size() != 1) {
            return false;
        }
        ParameterType type = parameters.getFirst().type();
        return type == Scalar.STRING
                || (type instanceof OptionalType optionalType && optionalType.inner() == Scalar.STRING);
    }
}
