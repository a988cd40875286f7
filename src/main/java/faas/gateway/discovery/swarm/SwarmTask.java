package faas.gateway.discovery.swarm;

import com.google.gson.stream.JsonReader;
import faas.gateway.discovery.docker.Json;
import faas.gateway.function.TaskTimes;
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
 * One task, with the fields that routing and diagnosis need.
 *
 * @param id Swarm's id of the task
 * @param version Swarm's index of its last change; 0 if missing
 * @param serviceId Swarm's id of the service it belongs to; empty for none
 * @param nodeId Swarm's id of the node it was placed on; empty before placement
 * @param slot its number within a replicated service; 0 in a global one
 * @param state Swarm's name for its state
 * @param desiredState Swarm's name for the state it should have
 * @param error Swarm's error message; empty if there is none
 * @param containerId the id of its container; empty before it has one
 * @param attachments the networks it is attached to, without {@code ingress}
 * @param times when it began, and when it reached its state
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
        List<Attachment> attachments,
        TaskTimes times) {
    private static final String RUNNING = "running";
    private static final Set<String> TERMINAL =
            Set.of("complete", "shutdown", "failed", "rejected", "remove", "orphaned");

    /** Enough to show an error that repeats; older ones are dropped. */
    private static final int MAX_ERRORS_PER_SERVICE = 3;

    private static final Comparator<SwarmTask> BY_VERSION = Comparator.comparingLong(SwarmTask::version);

    /**
     * A task's attachment to one network.
     *
     * @param networkId the network's id, the same as in the description of a container
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

    /** Whether its state is running. */
    public boolean isRunning() {
        return state.equals(RUNNING);
    }

    /** Whether its desired state is running. */
    public boolean isDesiredRunning() {
        return desiredState.equals(RUNNING);
    }

    /** Whether it runs and should keep running. */
    public boolean isAble() {
        return isRunning() && isDesiredRunning();
    }

    /** Whether it runs but should stop. */
    public boolean isDraining() {
        return isRunning() && !isDesiredRunning();
    }

    /** Whether its state is terminal: it will not run again. */
    boolean isTerminal() {
        return TERMINAL.contains(state);
    }

    /**
     * Reads the response to {@code GET /tasks}. Of terminal tasks, which may be most, only the latest with an error are
     * kept: {@value #MAX_ERRORS_PER_SERVICE} of each service.
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
                keepLatest(
                        errorsByService.computeIfAbsent(task.serviceId(), id -> new PriorityQueue<>(BY_VERSION)), task);
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

    /** Stores strings that many tasks have in common once. */
    private static final class SharedStrings {
        private final Map<String, String> texts = new HashMap<>();

        String text(JsonReader in) throws IOException {
            String text = Json.text(in);
            String known = texts.putIfAbsent(text, text);
            return known == null ? text : known;
        }
    }

    /** Collects the fields of one task in any order. */
    private static final class Reader {
        private final SharedStrings shared;
        private String id = "";
        private OptionalLong version = OptionalLong.empty();
        private String serviceId = "";
        private String nodeId = "";
        private OptionalLong slot = OptionalLong.empty();
        private String createdAt = "";
        private String desiredState = "";
        private final StatusReader status;
        private final List<Attachment> attachments = new ArrayList<>(1);

        Reader(SharedStrings shared) {
            this.shared = shared;
            this.status = new StatusReader(shared);
        }

        SwarmTask read(JsonReader json) throws IOException {
            Json.object(json, (field, in) -> {
                switch (field) {
                    case "ID" -> id = Json.text(in);
                    case "Version" -> Json.field(in, "Index", value -> version = Json.number(value));
                    case "CreatedAt" -> createdAt = Json.text(in);
                    case "ServiceID" -> serviceId = shared.text(in);
                    case "NodeID" -> nodeId = shared.text(in);
                    case "Slot" -> slot = Json.number(in);
                    case "DesiredState" -> desiredState = shared.text(in);
                    case "Status" -> Json.object(in, status::field);
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
                    status.state,
                    desiredState,
                    status.error,
                    status.containerId,
                    attachments,
                    new TaskTimes(createdAt, status.changedAt));
        }

        private void attachment(JsonReader in) throws IOException {
            AttachmentReader reader = new AttachmentReader(shared);
            Json.object(in, reader::field);
            if (!reader.ingress) {
                attachments.add(new Attachment(reader.networkId, reader.networkName, reader.addresses));
            }
        }
    }

    /** Collects the fields of a task's status in any order. */
    private static final class StatusReader {
        private final SharedStrings shared;
        private String state = "";
        private String error = "";
        private String containerId = "";
        private String changedAt = "";

        StatusReader(SharedStrings shared) {
            this.shared = shared;
        }

        void field(String field, JsonReader in) throws IOException {
            switch (field) {
                case "State" -> state = shared.text(in);
                case "Timestamp" -> changedAt = Json.text(in);
                case "Err" -> error = shared.text(in);
                case "ContainerStatus" -> Json.field(in, "ContainerID", value -> containerId = Json.text(value));
                default -> in.skipValue();
            }
        }
    }

    /** Collects the fields of one attachment in any order. */
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
