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
 * The networks the gateway itself is on: only there can it reach a task.
 *
 * <p>As a Swarm service, it finds itself among the tasks. Otherwise it asks the Engine for its container, once, and
 * again while the answer is not known or after networks have changed. Safe to use from one thread after another.
 */
final class OwnNetworks {
    private final DockerApi api;
    private final List<String> ownContainerIds;
    private volatile Map<String, String> cached = Map.of();

    OwnNetworks(DockerApi api, List<String> ownContainerIds) {
        this.api = api;
        this.ownContainerIds = ownContainerIds;
    }

    /** Asks the Engine anew when next needed. */
    void invalidate() {
        cached = Map.of();
    }

    /** Their names by id; empty if the gateway runs in no container this Engine or its Swarm knows. */
    Map<String, String> find(List<SwarmTask> tasks) throws DockerFault {
        Optional<SwarmTask> self = tasks.stream().filter(this::isSelf).findAny();
        if (self.isPresent()) {
            return namesOf(self.get());
        }
        if (cached.isEmpty()) {
            cached = inspectContainer();
        }
        return cached;
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
                if (!fault.hasStatus(404)) {
                    throw fault;
                }
            }
        }
        return Map.of();
    }

    /** Reads the answer to {@code GET /containers/{id}/json}. */
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
