package faas.gateway.discovery.swarm;

import com.google.gson.stream.JsonReader;
import faas.gateway.discovery.docker.Json;
import faas.gateway.function.ServiceSpec;
import faas.gateway.function.ServiceSpec.Resources;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** Collects what the operator is shown of one service, in any order. */
final class SpecReader {
    private String createdAt = "";
    private String image = "";
    private final Map<String, String> environment = new HashMap<>();
    private List<String> constraints = List.of();
    private final List<String> secrets = new ArrayList<>();
    private Resources limits = Resources.NONE;
    private Resources reservations = Resources.NONE;
    private boolean readOnly;

    void createdAt(String time) {
        createdAt = time;
    }

    /** A field of {@code ContainerSpec}; false if it is none that it knows. */
    boolean container(String field, JsonReader in) throws IOException {
        switch (field) {
            case "Image" -> image = Json.text(in);
            case "Env" -> Json.texts(in).forEach(this::variable);
            case "ReadOnly" -> readOnly = Json.bool(in);
            case "Secrets" ->
                Json.list(in, item -> Json.field(item, "SecretName", value -> secrets.add(Json.text(value))));
            default -> {
                return false;
            }
        }
        return true;
    }

    /** A field of {@code TaskTemplate}; false if it is none that it knows. */
    boolean task(String field, JsonReader in) throws IOException {
        switch (field) {
            case "Placement" -> Json.field(in, "Constraints", value -> constraints = Json.texts(value));
            case "Resources" ->
                Json.object(in, (name, value) -> {
                    switch (name) {
                        case "Limits" -> limits = resources(value);
                        case "Reservations" -> reservations = resources(value);
                        default -> value.skipValue();
                    }
                });
            default -> {
                return false;
            }
        }
        return true;
    }

    private void variable(String variable) {
        int sign = variable.indexOf('=');
        environment.put(
                sign < 0 ? variable : variable.substring(0, sign), sign < 0 ? "" : variable.substring(sign + 1));
    }

    private static Resources resources(JsonReader in) throws IOException {
        Map<String, OptionalLong> numbers = new HashMap<>();
        Json.object(in, (name, value) -> {
            switch (name) {
                case "NanoCPUs", "MemoryBytes" -> numbers.put(name, Json.number(value));
                default -> value.skipValue();
            }
        });
        return new Resources(
                numbers.getOrDefault("NanoCPUs", OptionalLong.empty()).orElse(0),
                numbers.getOrDefault("MemoryBytes", OptionalLong.empty()).orElse(0));
    }

    ServiceSpec spec(Map<String, String> labels, Map<String, String> containerLabels) {
        Map<String, String> all = new HashMap<>(containerLabels);
        all.putAll(labels);
        return new ServiceSpec(
                createdAt,
                image,
                environment,
                all,
                containerLabels,
                constraints,
                secrets,
                limits,
                reservations,
                readOnly);
    }
}
