package faas.gateway.discovery;

import com.google.gson.stream.JsonReader;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The networks the gateway itself is on, by id: only there can it reach a task.
 *
 * <p>As a Swarm service, it finds itself among the tasks. Otherwise it asks the Engine for its container, once, and
 * again while the answer is not known or after networks have changed. Safe to use from one thread after another.
 */
final class OwnNetworks {
    private final DockerApi api;
    private final List<String> ownContainerIds;
    private volatile Set<String> told = Set.of();

    OwnNetworks(DockerApi api, List<String> ownContainerIds) {
        this.api = api;
        this.ownContainerIds = ownContainerIds;
    }

    /** Asks the Engine anew when next needed. */
    void forget() {
        told = Set.of();
    }

    /** The ids; empty if the gateway runs in no container this Engine or its Swarm knows. */
    Set<String> find(List<SwarmTask> tasks) throws DockerFault {
        Optional<SwarmTask> self = tasks.stream().filter(this::isSelf).findAny();
        if (self.isPresent()) {
            return idsOf(self.get());
        }
        if (told.isEmpty()) {
            told = ask();
        }
        return told;
    }

    private boolean isSelf(SwarmTask task) {
        return !task.containerId().isEmpty()
                && ownContainerIds.stream().anyMatch(id -> task.containerId().startsWith(id));
    }

    private static Set<String> idsOf(SwarmTask task) {
        Set<String> ids = new HashSet<>();
        task.attachments().forEach(attachment -> ids.add(attachment.networkId()));
        return ids;
    }

    private Set<String> ask() throws DockerFault {
        for (String id : ownContainerIds) {
            try {
                return api.get("/containers/" + id + "/json", OwnNetworks::readContainer);
            } catch (DockerFault fault) {
                if (!fault.hasStatus(404)) {
                    throw fault;
                }
            }
        }
        return Set.of();
    }

    /** Reads the answer to {@code GET /containers/{id}/json}. */
    static Set<String> readContainer(JsonReader json) throws IOException {
        Set<String> ids = new HashSet<>();
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
                                Json.field(in, "NetworkID", value -> ids.add(Json.text(value)));
                            }
                        })));
        ids.remove("");
        return ids;
    }
}
