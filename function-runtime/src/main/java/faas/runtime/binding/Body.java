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

/** The request body, as the function takes it. */
sealed interface Body {

    /** No body, or one that the function does not take. */
    record None() implements Body {}

    /** Form fields. */
    record Form(Query fields) implements Body {}

    /** JSON members. */
    record Members(Map<String, Json> values) implements Body {}

    /** The unchanged bytes. */
    @SuppressWarnings("ArrayRecordComponent") // not compared
    record Raw(byte[] bytes) implements Body {}

    /** A string, which is the value of the only parameter or of the body parameter. */
    record Text(String text) implements Body {}

    /** A body that the function cannot take. */
    record Refused(Problem problem) implements Body {}

    /**
     * Interprets the body. The parameters of the function alone decide how.
     *
     * @param inQuery the number of parameters in the query
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

    /** Counts before decoding: names and values take many times the memory of the text. */
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
