package faas.gateway.discovery;

import com.google.gson.stream.JsonReader;
import java.io.IOException;
import java.util.List;

/**
 * One event of Docker's, as far as it says where to look.
 *
 * @param type Docker's word for what it is about
 * @param action Docker's word for what happened
 * @param actorId the id of what it happened to
 * @param serviceId of an event of a container, the service it is of; else empty
 * @param containerId of an event of a network, the container that joined or left; else empty
 */
record DockerEvent(String type, String action, String actorId, String serviceId, String containerId) {
    /** Reads one object of the answer to {@code GET /events}. */
    static DockerEvent read(JsonReader json) throws IOException {
        return new Reader().read(json);
    }

    /**
     * Passes on what is to be read because of it.
     *
     * @param ownContainerIds what the gateway's own container may be called
     */
    void tell(Hints hints, List<String> ownContainerIds) {
        switch (type) {
            case "service" -> hints.raise(actorId.isEmpty() ? Scope.EVERYTHING : Scope.of(List.of(actorId)));
            case "container" -> tellOfContainer(hints, actorId, ownContainerIds);
            case "network" -> tellOfNetwork(hints, ownContainerIds);
            default -> hints.raise(Scope.EVERYTHING);
        }
    }

    /** Containers of no service are none of the gateway's business. */
    private void tellOfContainer(Hints hints, String id, List<String> ownContainerIds) {
        if (ownContainerIds.stream().anyMatch(id::startsWith)) {
            hints.raiseOwnNetworks();
        } else if (!serviceId.isEmpty()) {
            hints.raise(Scope.of(List.of(serviceId)));
        }
    }

    /** Every task that starts or stops on this node joins or leaves a network; its own events tell enough of it. */
    private void tellOfNetwork(Hints hints, List<String> ownContainerIds) {
        if (!action.equals("connect") && !action.equals("disconnect")) {
            hints.raise(Scope.EVERYTHING);
        } else if (containerId.isEmpty()) {
            hints.raiseOwnNetworks();
        } else if (ownContainerIds.stream().anyMatch(containerId::startsWith)) {
            hints.raiseOwnNetworks();
        }
    }

    /** Gathers the fields of one event, wherever in the object they stand. */
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
