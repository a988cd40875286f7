package faas.runtime.binding;

import faas.runtime.answer.BadParameter;
import faas.runtime.answer.Problem;
import faas.runtime.answer.Quoted;
import faas.runtime.signature.Parameter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Binds a query's parameters to a function's, by name. */
public final class Binder {

    /** Beyond this a query is refused whole: no function has nearly as many, and reading them costs. */
    static final int MAX_PARAMETERS = 256;

    private Binder() {}

    /** Values for all parameters, or one problem that names every bad one. Names the function does not know are ignored. */
    public static Binding bind(List<Parameter> parameters, String rawQuery) {
        Query query = Query.parse(rawQuery);
        if (query.size() > MAX_PARAMETERS) {
            return new Binding.Refused(Problem.tooManyParameters(query.size(), MAX_PARAMETERS));
        }
        List<BadParameter> bad = new ArrayList<>();
        query.undecodable().forEach(name -> bad.add(undecodable(name, parameters)));
        List<Object> values = new ArrayList<>(parameters.size());
        for (Parameter parameter : parameters) {
            if (query.undecodable().contains(parameter.name())) {
                continue;
            }
            switch (read(parameter, query.values().getOrDefault(parameter.name(), List.of()))) {
                case Reading.Value value -> values.add(value.value());
                case Reading.Wrong wrong ->
                    bad.add(new BadParameter(
                            parameter.name(),
                            wrong.problem(),
                            Optional.of(parameter.type().javaName()),
                            wrong.sentence()));
            }
        }
        return bad.isEmpty() ? new Binding.Bound(values) : new Binding.Refused(Problem.badParameters(bad));
    }

    private static Reading read(Parameter parameter, List<String> texts) {
        return switch (texts.size()) {
            case 0 ->
                new Reading.Wrong(
                        "missing",
                        "it is missing (%s)".formatted(parameter.type().javaName()));
            case 1 -> ValueReader.read(parameter.type(), texts.getFirst());
            default -> new Reading.Wrong("repeated", "it is given %d times".formatted(texts.size()));
        };
    }

    private static BadParameter undecodable(String name, List<Parameter> parameters) {
        Optional<String> type = parameters.stream()
                .filter(parameter -> parameter.name().equals(name))
                .map(parameter -> parameter.type().javaName())
                .findFirst();
        return new BadParameter(Quoted.cut(name), "encoding", type, "it is not percent-encoded UTF-8");
    }
}
