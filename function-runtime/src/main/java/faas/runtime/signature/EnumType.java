package faas.runtime.signature;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** An enum: its constants by name, in order. */
public record EnumType(String javaName, Map<String, Object> constants) implements ParameterType {

    public EnumType {
        constants = Collections.unmodifiableMap(new LinkedHashMap<>(constants));
    }

    public static EnumType of(Class<? extends Enum<?>> type) {
        Map<String, Object> constants = new LinkedHashMap<>();
        for (Enum<?> constant : type.getEnumConstants()) {
            constants.put(constant.name(), constant);
        }
        return new EnumType(type.getSimpleName(), constants);
    }
}
