package faas;

import faas.runtime.json.JsonFault;
import faas.runtime.json.JsonText;
import faas.runtime.response.NumberText;
import faas.runtime.signature.BodyType;
import faas.runtime.signature.EnumType;
import faas.runtime.signature.ListType;
import faas.runtime.signature.OptionalType;
import faas.runtime.signature.Parameter;
import faas.runtime.signature.ParameterType;
import faas.runtime.signature.RecordType;
import faas.runtime.signature.Signature;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Describes a function as JSON: its name, parameters and result. */
final class FunctionInfo {

    private FunctionInfo() {}

    static String json(Signature signature) {
        Map<String, Object> info = new LinkedHashMap<>();
        info.put("name", signature.functionName());
        info.put("parameters", parameters(signature.parameters()));
        if (signature.result() != Object.class) {
            // A method reference has boxed types, which do not concern the client.
            info.put(
                    "result",
                    MethodType.methodType(signature.result())
                            .unwrap()
                            .returnType()
                            .getSimpleName());
        }
        info.put(
                "runtime",
                "java "
                        + Objects.requireNonNullElse(
                                Function.class.getPackage().getImplementationVersion(), "development"));
        try {
            return JsonText.of(info, NumberText::of);
        } catch (JsonFault impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static List<Map<String, Object>> parameters(List<Parameter> parameters) {
        List<Map<String, Object>> described = new ArrayList<>();
        for (Parameter parameter : parameters) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("name", parameter.name());
            one.put("type", parameter.type().javaName());
            one.put("required", parameter.required());
            if (parameter.type() instanceof BodyType) {
                one.put("in", "body");
            }
            parameter.defaultValue().ifPresent(value -> one.put("default", value.toString()));
            if (!parameter.description().isEmpty()) {
                one.put("description", parameter.description());
            }
            inner(parameter.type()).ifPresent(type -> {
                switch (type) {
                    case EnumType enumType ->
                        one.put("values", List.copyOf(enumType.constants().keySet()));
                    case RecordType recordType -> one.put("parameters", parameters(recordType.components()));
                    default -> {}
                }
            });
            described.add(one);
        }
        return described;
    }

    /** The type inside lists and optionals. */
    private static Optional<ParameterType> inner(ParameterType type) {
        return switch (type) {
            case OptionalType optionalType -> inner(optionalType.inner());
            case ListType listType -> inner(listType.element());
            case BodyType bodyType -> bodyType.recordType().map(ParameterType.class::cast);
            default -> Optional.of(type);
        };
    }
}
