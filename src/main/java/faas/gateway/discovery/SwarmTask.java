package faas.gateway.discovery;

import com.google.gson.stream.JsonReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * One task, as far as routing needs to know it. Swarm goes on listing tasks that ended long ago.
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
record SwarmTask(
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

    /**
     * A task's place on one network.
     *
     * @param networkId the network's id, the same for tasks and in a container's own description
     * @param networkName the network's name, such as {@code functions}
     * @param addresses the task's addresses there, each with a prefix length, such as {@code 10.0.1.7/24}
     */
    record Attachment(String networkId, String networkName, List<String> addresses) {
        Attachment {
            addresses = List.copyOf(addresses);
        }
    }

    SwarmTask {
        attachments = List.copyOf(attachments);
    }

    /** Whether its process runs. */
    boolean isRunning() {
        return state.equals(RUNNING);
    }

    /** Whether Swarm wants it to run, and on. */
    boolean isWanted() {
        return desiredState.equals(RUNNING);
    }

    /** Whether it runs and is meant to. */
    boolean isAble() {
        return isRunning() && isWanted();
    }

    /** Whether it was told to stop but still runs. */
    boolean isDraining() {
        return isRunning() && !isWanted();
    }

    /** Reads the answer to {@code GET /tasks}. */
    static List<SwarmTask> readAll(JsonReader in) throws IOException {
        List<SwarmTask> tasks = new ArrayList<>();
        in.beginArray();
        while (in.hasNext()) {
            tasks.add(new Reader().read(in));
        }
        in.endArray();
        return tasks;
    }

    /** Gathers the fields of one task, wherever in the object they stand. */
    private static final class Reader {
        private String id = "";
        private OptionalLong version = OptionalLong.empty();
        private String serviceId = "";
        private String nodeId = "";
        private OptionalLong slot = OptionalLong.empty();
        private String state = "";
        private String desiredState = "";
        private String error = "";
        private String containerId = "";
        private final List<Attachment> attachments = new ArrayList<>();

        SwarmTask read(JsonReader json) throws IOException {
            Json.object(json, (field, in) -> {
                switch (field) {
                    case "ID" -> id = Json.text(in);
                    case "Version" -> Json.field(in, "Index", value -> version = Json.number(value));
                    case "ServiceID" -> serviceId = Json.text(in);
                    case "NodeID" -> nodeId = Json.text(in);
                    case "Slot" -> slot = Json.number(in);
                    case "DesiredState" -> desiredState = Json.text(in);
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
                case "State" -> state = Json.text(in);
                case "Err" -> error = Json.text(in);
                case "ContainerStatus" -> Json.field(in, "ContainerID", value -> containerId = Json.text(value));
                default -> in.skipValue();
            }
        }

        private void attachment(JsonReader in) throws IOException {
            AttachmentReader reader = new AttachmentReader();
            Json.object(in, reader::field);
            if (!reader.ingress) {
                attachments.add(new Attachment(reader.networkId, reader.networkName, reader.addresses));
            }
        }
    }

    /** Gathers the fields of one attachment. */
    private static final class AttachmentReader {
        private String networkId = "";
        private String networkName = "";
        private boolean ingress;
        private List<String> addresses = List.of();

        void field(String field, JsonReader in) throws IOException {
            switch (field) {
                case "Network" -> Json.object(in, this::network);
                case "Addresses" -> addresses = Json.texts(in);
                default -> in.skipValue();
            }
        }

        private void network(String field, JsonReader in) throws IOException {
            switch (field) {
                case "ID" -> networkId = Json.text(in);
                case "Spec" -> Json.object(in, this::spec);
                default -> in.skipValue();
            }
        }

        private void spec(String field, JsonReader in) throws IOException {
            switch (field) {
                case "Name" -> networkName = Json.text(in);
                case "Ingress" -> ingress = Json.isTrue(in);
                default -> in.skipValue();
            }
        }
    }
}
