package faas.gateway.discovery.swarm;

import com.google.gson.stream.JsonReader;
import faas.gateway.discovery.docker.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.PriorityQueue;
import java.util.Set;

/**
 * One task, as far as routing and diagnosis need to know it.
 *
 * @param id Swarm's id of the task
 * @param version Swarm's index of its last change; 0 if not told
 * @param serviceId Swarm's id of the service it belongs to; empty for none
 * @param nodeId Swarm's id of the node it was placed on; empty before
 * @param slot its number within a replicated service; 0 in a global one
 * @param state Swarm's word for what it does
 * @param desiredState Swarm's word for what it should do
 * @param error Swarm's own words for what went wrong with it; empty if nothing did
 * @param containerId the id of its container; empty before it has one
 * @param attachments the networks it is on; {@code ingress} is not among them
 * @see <a href="https://docs.docker.com/reference/api/engine/version/v1.41/#tag/Task/operation/TaskList">GET /tasks</a>
 */
public record SwarmTask(
        String id,
        long version,
        String serviceId,
        String nodeId,
        int slot,
        String state,
        String desiredState,
        String error,
        String containerId,
        List<Attachment> attachments) {
    private static final String RUNNING = "running";
    private static final Set<String> TERMINAL = Set.of("complete", "shutdown", "failed", "rejected", "remove", "orphaned");

    /** Enough to see what keeps happening. */
    private static final int MAX_ERRORS_PER_SERVICE = 3;

    private static final Comparator<SwarmTask> BY_VERSION = Comparator.comparingLong(SwarmTask::version);

    /**
     * A task's place on one network.
     *
     * @param networkId the network's id, the same for tasks and in a container's own description
     * @param networkName the network's name, such as {@code functions}
     * @param addresses the task's addresses there, each with a prefix length, such as {@code 10.0.1.7/24}
     */
    public record Attachment(String networkId, String networkName, List<String> addresses) {
        public Attachment {
            addresses = List.copyOf(addresses);
        }
    }

    public SwarmTask {
        attachments = List.copyOf(attachments);
    }

    /** Whether its process runs. */
    public boolean isRunning() {
        return state.equals(RUNNING);
    }

    /** Whether Swarm wants it to run, and on. */
    public boolean isDesiredRunning() {
        return desiredState.equals(RUNNING);
    }

    /** Whether it runs and is meant to. */
    public boolean isAble() {
        return isRunning() && isDesiredRunning();
    }

    /** Whether it was told to stop but still runs. */
    public boolean isDraining() {
        return isRunning() && !isDesiredRunning();
    }

    /** Whether it has ended, or never began, for good. */
    boolean isTerminal() {
        return TERMINAL.contains(state);
    }

    /**
     * Reads the answer to {@code GET /tasks}. Of tasks that are over, which may be most, it keeps the latest that tell an
     * error: {@value #MAX_ERRORS_PER_SERVICE} of each service.
     */
    public static List<SwarmTask> readAll(JsonReader in) throws IOException {
        SharedStrings shared = new SharedStrings();
        List<SwarmTask> tasks = new ArrayList<>();
        Map<String, PriorityQueue<SwarmTask>> errorsByService = new HashMap<>();
        in.beginArray();
        while (in.hasNext()) {
            SwarmTask task = new Reader(shared).read(in);
            if (!task.isTerminal()) {
                tasks.add(task);
            } else if (!task.error().isEmpty()) {
                keepLatest(errorsByService.computeIfAbsent(task.serviceId(), id -> new PriorityQueue<>(BY_VERSION)), task);
            }
        }
        in.endArray();
        errorsByService.values().forEach(tasks::addAll);
        return tasks;
    }

    private static void keepLatest(PriorityQueue<SwarmTask> errors, SwarmTask task) {
        errors.add(task);
        if (errors.size() > MAX_ERRORS_PER_SERVICE) {
            errors.remove();
        }
    }

    /** Texts that many tasks have in common, held once. */
    private static final class SharedStrings {
        private final Map<String, String> texts = new HashMap<>();

        String text(JsonReader in) throws IOException {
            String text = Json.text(in);
            String known = texts.putIfAbsent(text, text);
            return known == null ? text : known;
        }
    }

    /** Gathers the fields of one task, wherever in the object they stand. */
    private static final class Reader {
        private final SharedStrings shared;
        private String id = "";
        private OptionalLong version = OptionalLong.empty();
        private String serviceId = "";
        private String nodeId = "";
        private OptionalLong slot = OptionalLong.empty();
        private String state = "";
        private String desiredState = "";
        private String error = "";
        private String containerId = "";
        private final List<Attachment> attachments = new ArrayList<>(1);

        Reader(SharedStrings shared) {
            this.shared = shared;
        }

        SwarmTask read(JsonReader json) throws IOException {
            Json.object(json, (field, in) -> {
                switch (field) {
                    case "ID" -> id = Json.text(in);
                    case "Version" -> Json.field(in, "Index", value -> version = Json.number(value));
                    case "ServiceID" -> serviceId = shared.text(in);
                    case "NodeID" -> nodeId = shared.text(in);
                    case "Slot" -> slot = Json.number(in);
                    case "DesiredState" -> desiredState = shared.text(in);
                    case "Status" -> Json.object(in, this::status);
                    case "NetworksAttachments" -> Json.list(in, this::attachment);
                    default -> in.skipValue();
                }
            });
            return new SwarmTask(
                    id,
                    version.orElse(0),
                    serviceId,
                    nodeId,
                    Math.clamp(slot.orElse(0), 0, Integer.MAX_VALUE),
                    state,
                    desiredState,
                    error,
                    containerId,
                    attachments);
        }

        private void status(String field, JsonReader in) throws IOException {
            switch (field) {
                case "State" -> state = shared.text(in);
                case "Err" -> error = shared.text(in);
                case "ContainerStatus" -> Json.field(in, "ContainerID", value -> containerId = Json.text(value));
                default -> in.skipValue();
            }
        }

        private void attachment(JsonReader in) throws IOException {
            AttachmentReader reader = new AttachmentReader(shared);
            Json.object(in, reader::field);
            if (!reader.ingress) {
                attachments.add(new Attachment(reader.networkId, reader.networkName, reader.addresses));
            }
        }
    }

    /** Gathers the fields of one attachment. */
    private static final class AttachmentReader {
        private final SharedStrings shared;
        private String networkId = "";
        private String networkName = "";
        private boolean ingress;
        private List<String> addresses = List.of();

        AttachmentReader(SharedStrings shared) {
            this.shared = shared;
        }

        void field(String field, JsonReader in) throws IOException {
            switch (field) {
                case "Network" -> Json.object(in, this::network);
                case "Addresses" -> addresses = Json.texts(in);
                default -> in.skipValue();
            }
        }

        private void network(String field, JsonReader in) throws IOException {
            switch (field) {
                case "ID" -> networkId = shared.text(in);
                case "Spec" -> Json.object(in, this::spec);
                default -> in.skipValue();
            }
        }

        private void spec(String field, JsonReader in) throws IOException {
            switch (field) {
                case "Name" -> networkName = shared.text(in);
                case "Ingress" -> ingress = Json.bool(in);
                default -> in.skipValue();
            }
        }
    }
}
