package faas.gateway.discovery.swarm;

import com.google.gson.stream.JsonReader;
import faas.gateway.discovery.docker.DockerApi;
import faas.gateway.discovery.docker.DockerFault;
import faas.gateway.discovery.docker.Json;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The networks the gateway is attached to. It can reach tasks on these only.
 *
 * <p>As a Swarm service, the gateway is one of the tasks. Otherwise its container is inspected once, and again while it
 * has not been found or after networks have changed. Calls must not overlap, but may come from different threads.
 */
final class OwnNetworks {
    private final DockerApi api;
    private final List<String> ownContainerIds;
    private volatile Map<String, String> cached = Map.of();

    OwnNetworks(DockerApi api, List<String> ownContainerIds) {
        this.api = api;
        this.ownContainerIds = ownContainerIds;
    }

    /** Inspects the container again when its networks are next needed. */
    void invalidate() {
        cached = Map.of();
    }

    /** Their names by id; empty if neither this Engine nor its Swarm knows the gateway's container. */
    Map<String, String> find(List<SwarmTask> tasks) throws DockerFault {
        Optional<SwarmTask> self = self(tasks);
        if (self.isPresent()) {
            return namesOf(self.get());
        }
        if (cached.isEmpty()) {
            cached = inspectContainer();
        }
        return cached;
    }

    /** The gateway's own task; empty if it is not a Swarm service. */
    Optional<SwarmTask> self(List<SwarmTask> tasks) {
        return tasks.stream().filter(this::isSelf).findAny();
    }

    private boolean isSelf(SwarmTask task) {
        return !task.containerId().isEmpty()
                && ownContainerIds.stream().anyMatch(id -> task.containerId().startsWith(id));
    }

    private static Map<String, String> namesOf(SwarmTask task) {
        Map<String, String> names = new HashMap<>();
        task.attachments().forEach(attachment -> names.put(attachment.networkId(), attachment.networkName()));
        return names;
    }

    private Map<String, String> inspectContainer() throws DockerFault {
        for (String id : ownContainerIds) {
            try {
                return api.get("/containers/" + id + "/json", OwnNetworks::readContainer);
            } catch (DockerFault fault) {
                // 403: a proxy in front of Docker may refuse this request
                if (!fault.hasStatus(404) && !fault.hasStatus(403)) {
                    throw fault;
                }
            }
        }
        return Map.of();
    }

    /** Reads the response to {@code GET /containers/{id}/json}. */
    static Map<String, String> readContainer(JsonReader json) throws IOException {
        Map<String, String> names = new HashMap<>();
        Json.field(
                json,
                "NetworkSettings",
                settings -> Json.field(
                        settings,
                        "Networks",
                        networks -> Json.object(networks, (name, in) -> {
                            if (name.equals("ingress")) {
                                in.skipValue();
                            } else {
                                Json.field(in, "NetworkID", value -> names.put(Json.text(value), name));
                            }
                        })));
        names.remove("");
        return names;
    }
}
