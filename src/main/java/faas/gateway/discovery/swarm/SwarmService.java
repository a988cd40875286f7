package faas.gateway.discovery.swarm;

import com.google.gson.stream.JsonReader;
import faas.gateway.discovery.docker.Json;
import faas.gateway.function.Rollout;
import faas.gateway.function.ServiceSpec;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * One service, with the fields that routing needs.
 *
 * @param id Swarm's id of the service
 * @param version Swarm's index of its last change; 0 if missing
 * @param name the service's name, such as {@code faas_addition}
 * @param labels the service's own labels, from {@code deploy.labels} in a stack
 * @param containerLabels the labels of its containers, from {@code labels} in a stack
 * @param mode how Swarm decides the number of its tasks
 * @param replicas the number of tasks the operator set; empty unless replicated
 * @param networks the ids of the networks its next tasks will be attached to
 * @param rollout its latest update
 * @param behindMesh whether it publishes a port through the ingress mesh, which hides the addresses of clients
 * @param spec what the operator is shown of it
 * @see <a href="https://docs.docker.com/reference/api/engine/version/v1.41/#tag/Service/operation/ServiceList">GET
 *     /services</a>
 */
public record SwarmService(
        String id,
        long version,
        String name,
        Map<String, String> labels,
        Map<String, String> containerLabels,
        Mode mode,
        OptionalLong replicas,
        Set<String> networks,
        Rollout rollout,
        boolean behindMesh,
        ServiceSpec spec) {
    /** How Swarm decides the number of a service's tasks. */
    public enum Mode {
        REPLICATED,
        GLOBAL,
        /** Replicated or global; its tasks are meant to end. */
        JOB,
        /** A mode this version does not know; the running tasks are counted instead. */
        OTHER
    }

    public SwarmService {
        labels = Map.copyOf(labels);
        containerLabels = Map.copyOf(containerLabels);
        networks = Set.copyOf(networks);
    }

    /** Whether an update or rollback is in progress. */
    public boolean isUpdating() {
        return rollout.isInProgress();
    }

    /** Reads the response to {@code GET /services}. */
    public static List<SwarmService> readAll(JsonReader in) throws IOException {
        List<SwarmService> services = new ArrayList<>();
        in.beginArray();
        while (in.hasNext()) {
            services.add(new Reader().read(in));
        }
        in.endArray();
        return services;
    }

    /** Collects the fields of one service in any order. */
    private static final class Reader {
        private String id = "";
        private OptionalLong version = OptionalLong.empty();
        private String name = "";
        private Map<String, String> labels = Map.of();
        private Map<String, String> containerLabels = Map.of();
        private Mode mode = Mode.OTHER;
        private OptionalLong replicas = OptionalLong.empty();
        private final Set<String> networks = new HashSet<>();
        private final RolloutReader rollout = new RolloutReader();
        private final Set<String> publishModes = new HashSet<>();
        private final SpecReader spec = new SpecReader();

        SwarmService read(JsonReader json) throws IOException {
            Json.object(json, (field, in) -> {
                switch (field) {
                    case "ID" -> id = Json.text(in);
                    case "Version" -> Json.field(in, "Index", value -> version = Json.number(value));
                    case "CreatedAt" -> spec.createdAt(Json.text(in));
                    case "Spec" -> Json.object(in, this::spec);
                    case "UpdateStatus" -> Json.object(in, rollout::status);
                    default -> in.skipValue();
                }
            });
            return new SwarmService(
                    id,
                    version.orElse(0),
                    name,
                    labels,
                    containerLabels,
                    mode,
                    replicas,
                    networks,
                    rollout.rollout(),
                    publishModes.contains("ingress"),
                    spec.spec(labels, containerLabels));
        }

        private void spec(String field, JsonReader in) throws IOException {
            switch (field) {
                case "Name" -> name = Json.text(in);
                case "Labels" -> labels = Json.textMap(in);
                case "TaskTemplate" -> Json.object(in, this::taskTemplate);
                case "Mode" -> Json.object(in, this::mode);
                case "UpdateConfig" -> Json.object(in, rollout::config);
                case "EndpointSpec" -> Json.field(in, "Ports", ports -> Json.list(ports, this::port));
                // services created before API 1.25 have their networks here
                case "Networks" -> Json.list(in, this::network);
                default -> in.skipValue();
            }
        }

        private void taskTemplate(String field, JsonReader in) throws IOException {
            switch (field) {
                case "ContainerSpec" -> Json.object(in, this::containerSpec);
                case "Networks" -> Json.list(in, this::network);
                default -> skipUnless(spec.task(field, in), in);
            }
        }

        private void containerSpec(String field, JsonReader in) throws IOException {
            if (field.equals("Labels")) {
                containerLabels = Json.textMap(in);
            } else {
                skipUnless(spec.container(field, in), in);
            }
        }

        private static void skipUnless(boolean wasRead, JsonReader in) throws IOException {
            if (!wasRead) {
                in.skipValue();
            }
        }

        private void port(JsonReader in) throws IOException {
            Json.field(in, "PublishMode", value -> publishModes.add(Json.text(value)));
        }

        private void network(JsonReader in) throws IOException {
            Json.field(in, "Target", value -> networks.add(Json.text(value)));
        }

        private void mode(String field, JsonReader in) throws IOException {
            switch (field) {
                case "Replicated" -> {
                    mode = Mode.REPLICATED;
                    Json.field(in, "Replicas", value -> replicas = Json.number(value));
                }
                case "Global" -> {
                    mode = Mode.GLOBAL;
                    in.skipValue();
                }
                case "ReplicatedJob", "GlobalJob" -> {
                    mode = Mode.JOB;
                    in.skipValue();
                }
                default -> in.skipValue();
            }
        }
    }

    /** Collects what a service says of its updates in any order. */
    private static final class RolloutReader {
        private String state = "";
        private String message = "";
        private String started = "";
        private long pauseNanos;

        void status(String field, JsonReader in) throws IOException {
            switch (field) {
                case "State" -> state = Json.text(in);
                case "Message" -> message = Json.text(in);
                case "StartedAt" -> started = Json.text(in);
                default -> in.skipValue();
            }
        }

        /** How long Swarm waits after a task, and how long it watches it. */
        void config(String field, JsonReader in) throws IOException {
            switch (field) {
                case "Delay", "Monitor" -> pauseNanos += Json.number(in).orElse(0);
                default -> in.skipValue();
            }
        }

        Rollout rollout() {
            return state.isEmpty()
                    ? Rollout.NONE
                    : new Rollout(state, message, started, TimeUnit.NANOSECONDS.toSeconds(pauseNanos));
        }
    }
}
