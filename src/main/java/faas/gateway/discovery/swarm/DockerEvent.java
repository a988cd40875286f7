package faas.gateway.discovery.swarm;

import com.google.gson.stream.JsonReader;
import faas.gateway.discovery.docker.Json;
import java.io.IOException;
import java.util.List;

/**
 * One event of Docker, with the fields that say what it is about.
 *
 * @param type Docker's name for the kind of object it is about
 * @param action Docker's name for what happened
 * @param actorId the id of that object
 * @param serviceId for a container event, the service of the container; else empty
 * @param containerId for a network event, the container that joined or left; else empty
 */
record DockerEvent(String type, String action, String actorId, String serviceId, String containerId) {
    /** Reads one object of the response to {@code GET /events}. */
    static DockerEvent read(JsonReader json) throws IOException {
        return new Reader().read(json);
    }

    /**
     * Reports what the event is about; nothing if it cannot concern routing.
     *
     * @param ownContainerIds possible ids of the gateway's own container
     */
    void report(EventListener listener, List<String> ownContainerIds) {
        switch (type) {
            case "service" -> reportService(listener, actorId);
            case "container" -> reportContainer(listener, ownContainerIds);
            case "network" -> reportNetwork(listener, ownContainerIds);
            default -> listener.swarmChanged();
        }
    }

    private static void reportService(EventListener listener, String id) {
        if (id.isEmpty()) {
            listener.swarmChanged();
        } else {
            listener.serviceChanged(id);
        }
    }

    /** A container that belongs to no service is ignored, unless it is the gateway's own. */
    private void reportContainer(EventListener listener, List<String> ownContainerIds) {
        if (ownContainerIds.stream().anyMatch(actorId::startsWith)) {
            listener.ownNetworksChanged();
        } else if (!serviceId.isEmpty()) {
            listener.serviceChanged(serviceId);
        }
    }

    /** Every task that starts or stops on this node joins or leaves a network; its container's events cover that. */
    private void reportNetwork(EventListener listener, List<String> ownContainerIds) {
        if (!action.equals("connect") && !action.equals("disconnect")) {
            listener.swarmChanged();
        } else if (containerId.isEmpty() || ownContainerIds.stream().anyMatch(containerId::startsWith)) {
            listener.ownNetworksChanged();
        }
    }

    /** Collects the fields of one event in any order. */
    private static final class Reader {
        private String type = "";
        private String action = "";
        private String actorId = "";
        private String serviceId = "";
        private String containerId = "";

        DockerEvent read(JsonReader json) throws IOException {
            Json.object(json, (field, in) -> {
                switch (field) {
                    case "Type" -> type = Json.text(in);
                    case "Action" -> action = Json.text(in);
                    case "Actor" -> Json.object(in, this::actor);
                    default -> in.skipValue();
                }
            });
            return new DockerEvent(type, action, actorId, serviceId, containerId);
        }

        private void actor(String field, JsonReader in) throws IOException {
            switch (field) {
                case "ID" -> actorId = Json.text(in);
                case "Attributes" -> Json.object(in, this::attribute);
                default -> in.skipValue();
            }
        }

        private void attribute(String name, JsonReader in) throws IOException {
            switch (name) {
                case "com.docker.swarm.service.id" -> serviceId = Json.text(in);
                case "container" -> containerId = Json.text(in);
                default -> in.skipValue();
            }
        }
    }
}
