package faas.gateway.discovery.swarm;

import com.google.gson.Gson;
import faas.gateway.discovery.swarm.SwarmService.Mode;
import faas.gateway.function.Rollout;
import faas.gateway.function.ServiceSpec;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;

/** A sample service. By default it has one task on {@link #NETWORK} and no labels. */
public final class ServiceSample {
    /** A network the tests' gateway is attached to. */
    public static final String NETWORK = "net-shared";

    private final String name;
    private final Map<String, String> labels = new TreeMap<>();
    private final Map<String, String> containerLabels = new TreeMap<>();
    private Mode mode = Mode.REPLICATED;
    private OptionalLong replicas = OptionalLong.of(1);
    private final Set<String> networks = new HashSet<>(Set.of(NETWORK));
    private String updateState = "";

    private ServiceSample(String name) {
        this.name = name;
    }

    /** Its id is the name followed by {@code -id}. */
    public static ServiceSample named(String name) {
        return new ServiceSample(name);
    }

    /** The service {@code faas_NAME} of the function NAME. */
    public static ServiceSample of(String function) {
        return named("faas_" + function).label("faas.name", function);
    }

    public ServiceSample label(String label, String value) {
        labels.put(label, value);
        return this;
    }

    public ServiceSample containerLabel(String label, String value) {
        containerLabels.put(label, value);
        return this;
    }

    public ServiceSample replicas(long count) {
        replicas = OptionalLong.of(count);
        return this;
    }

    public ServiceSample mode(Mode other) {
        mode = other;
        replicas = OptionalLong.empty();
        return this;
    }

    public ServiceSample onlyOn(String... networkIds) {
        networks.clear();
        networks.addAll(List.of(networkIds));
        return this;
    }

    public ServiceSample update(String state) {
        updateState = state;
        return this;
    }

    /** What the JSON below says of it. */
    private ServiceSpec spec() {
        Map<String, String> all = new HashMap<>(containerLabels);
        all.putAll(labels);
        return new ServiceSpec(
                "",
                "",
                Map.of(),
                all,
                containerLabels,
                List.of(),
                List.of(),
                ServiceSpec.Resources.NONE,
                ServiceSpec.Resources.NONE,
                false);
    }

    public SwarmService value() {
        return new SwarmService(
                name + "-id", 12, name, labels, containerLabels, mode, replicas, networks, rollout(), false, spec());
    }

    private Rollout rollout() {
        return updateState.isEmpty() ? Rollout.NONE : new Rollout(updateState, "");
    }

    /** As in the response to {@code GET /services}; replicated or global. */
    public String json() {
        Map<String, ?> modeJson = mode == Mode.GLOBAL
                ? Map.of("Global", Map.of())
                : Map.of("Replicated", Map.of("Replicas", replicas.orElse(1)));
        List<Map<String, String>> targets =
                networks.stream().map(id -> Map.of("Target", id)).toList();
        return new Gson()
                .toJson(Map.of(
                        "ID",
                        name + "-id",
                        "Version",
                        Map.of("Index", 12),
                        "Spec",
                        Map.of(
                                "Name",
                                name,
                                "Labels",
                                labels,
                                "TaskTemplate",
                                Map.of("ContainerSpec", Map.of("Labels", containerLabels), "Networks", targets),
                                "Mode",
                                modeJson),
                        "UpdateStatus",
                        Map.of("State", updateState)));
    }
}
